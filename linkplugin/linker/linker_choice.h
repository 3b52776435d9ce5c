// Which linker does a link, and its run: LLD in this process, or another program.
#pragma once

#include "linkplugin/linker/real_linker.h"

namespace weakrt {

struct LinkerChoice {
  /// What the link asked for; `ld`: nothing in particular.
  Flavor flavor = Flavor::ld;
  /// Empty: LLD in this process.
  std::filesystem::path program;
  /// For -v, where LLD would have been taken.
  std::string why_not_lld;
};

/// LLD where it is asked for; for a plain ld too, unless the user names another or some input needs
/// GNU ld. `name` is what the linker was called by (argv[0]).
Result<LinkerChoice> choose_linker(std::string_view name, const WeakrtFlags &flags, const LinkLine &line,
                                   const std::vector<std::filesystem::path> &inputs);

/// Runs it with these arguments. Where a plain ld turns out to be what LLD cannot do, `choice` is
/// another linker afterwards. `clean_up` is called where LLD ends this process.
Result<LinkResult> run_linker(LinkerChoice &choice, const std::vector<std::string> &arguments,
                              const LinkLine &line, const std::filesystem::path &scratch,
                              std::function<void()> clean_up);

} // namespace weakrt
