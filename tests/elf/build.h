// Building one case with one linker: the runtime, the plugin linked hard and with weakrt, the hosts.
#pragma once

#include "case.h"

#include "tests/support/process.h"

#include <expected>

namespace elf_test {

using support::Command;
using support::Outcome;

/// How a plugin is linked: as anybody would, or with weakrt.
enum class Way { hard, weak };

class Builder {
public:
  Builder(const Case &test, std::string linker);

  /// What went wrong: the command and what it said.
  using Done = std::expected<void, std::string>;
  template <class T> using Made = std::expected<T, std::string>;

  /// The runtime and the plugin's objects: what both ways have in common.
  Done prepare();
  /// The command that links the plugin, without its output.
  Command link_command(Way way) const;
  std::filesystem::path plugin(Way way) const;
  /// Links the plugin; the linker's own words and exit code are for the caller.
  Outcome link(Way way);
  /// Rewrites the plugin as `after` says.
  Done rewrite(Way way) const;
  /// The host for this configuration.
  Made<std::filesystem::path> host(const std::string &mode, Way way);

  /// The folder of libfoo.so.1.
  const std::filesystem::path &library_folder() const { return libraries_; }
  const std::filesystem::path &out() const { return out_; }
  /// Puts the values for {plugin} and so on into a text.
  std::string expand(std::string text, Way way, const std::string &mode = {},
                     const std::filesystem::path &host = {}) const;
  Command expand(Command words, Way way, const std::string &mode = {},
                 const std::filesystem::path &host = {}) const;

private:
  Done run_tools(const std::string &key, Way way) const;
  Made<std::filesystem::path> object(const std::filesystem::path &source, const std::string &part,
                                     const Command &more_flags);
  Made<std::vector<std::filesystem::path>> objects(const std::vector<std::filesystem::path> &sources,
                                                   const std::string &part, const Command &more_flags);
  Made<std::filesystem::path> runtime(const std::string &soname);
  std::vector<std::filesystem::path> sources(const std::string &part) const;
  std::string driver(bool cxx) const;
  bool is_cxx(const std::string &part) const;
  bool is_program() const { return test_.has("program"); }

  const Case &test_;
  std::string linker_;
  std::filesystem::path out_;
  std::filesystem::path libraries_;
  std::vector<std::filesystem::path> plugin_objects_;
};

} // namespace elf_test
