// The builds of the matrix: one plugin, compiled and linked in every way that people do.
#pragma once

#include "tests/support/process.h"

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace matrix {

using support::Command;
using support::Outcome;
using support::run;
using support::run_clean;
using support::shell_quoted;

/// One way to build a plugin.
struct Build {
  std::string compiler;     // gcc, clang
  std::string linker;       // bfd, gold, lld, mold
  std::string optimisation; // as in the name of the cell: "-O2 -DNDEBUG", "LTO"

  std::string name() const { return compiler + "/" + linker + "/" + optimisation; }
};

/// All of them, and what their number has to be; the two are computed independently.
std::vector<Build> all_builds();
size_t expected_number_of_builds();

/// What is built.
struct Plugin {
  std::string runtime; // python, node
  std::string version; // the range that the plugin asks for
  std::vector<std::filesystem::path> sources;
  std::string suffix;               // node's require() wants .node
  std::vector<std::string> compile; // flags
  std::vector<std::string> link;    // the runtime's libraries, as without weakrt
};

/// A file to load: the plugin as it was linked, or a copy that another tool has rewritten.
struct Variant {
  std::string name; // as-linked, strip, llvm-strip, patchelf
  std::filesystem::path file;
};

/// The command that builds `plugin` into `output`.
Command build_command(const Plugin &plugin, const Build &build, const std::filesystem::path &output);

/// Builds it, once in the life of this process, and the copies. The error holds the commands and what they
/// said.
const std::expected<std::vector<Variant>, std::string> &variants(const Plugin &plugin, const Build &build);

/// The linker that made a file, by the traces it left: bfd, gold, lld, mold.
std::string linker_of(const std::filesystem::path &file);

} // namespace matrix
