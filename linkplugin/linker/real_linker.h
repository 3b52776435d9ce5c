// Which linker does the work: LLD in this process, or another one that is run.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/arguments.h"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// The linkers that ours stands for, by the name it was called by.
enum class Flavor { ld, bfd, gold, lld, mold, lld_link };

/// From argv[0]: "/x/ld.gold" is gold; anything else that is not known is ld. Also without ".exe".
Flavor flavor_of(std::string_view program_name);
std::string_view name_of(Flavor flavor);

/// Whether some input holds nothing but gcc's LTO intermediate code. LLD takes
/// it for an empty object and links an empty library without a word.
/// Returns the first such input, or an empty path.
std::filesystem::path find_gcc_lto_only(const std::vector<std::filesystem::path> &inputs);

/// Finds the linker that would have run without us. Not through PATH first: with gcc it is
/// in COMPILER_PATH behind our own folder, with clang beside clang. For another machine than
/// this one it has that machine in front of its name; nullptr: nobody knows which it is.
Result<std::filesystem::path> find_real_linker(Flavor flavor, const elf::Machine *machine);

/// What becomes of one run of a linker.
struct LinkResult {
  int exit_code = 0;
  /// Which linker ran, for -v: "LLD 19.1.7 (in this process)".
  std::string linker;
};

/// Links with LLD in this process; its messages go to stderr. With `fallback`,
/// where LLD cannot do this link at all (an unknown emulation, flag or a script
/// that it rejects), nothing is printed and *fallback says why. Where LLD ends the
/// process (a full disk), clean_up is called before.
LinkResult link_with_lld(const std::vector<std::string> &arguments, const LinkLine &line,
                         std::string *fallback, std::function<void()> clean_up);

/// Runs a linker with these arguments (arguments[0] is replaced), through a
/// response file in `scratch`, quoted as GNU tools quote, where they are too long for a command line.
Result<LinkResult> link_with_program(const std::filesystem::path &program, std::vector<std::string> arguments,
                                     const LinkLine &line, const std::filesystem::path &scratch);

} // namespace weakrt
