// What the tests of plugins for Windows share: the made-up runtime, hosts, and links of plugins.
#pragma once

#include "tests/support/must_run.h"
#include "wine.h"

#include <filesystem>
#include <string>

namespace windows_test {

namespace fs = std::filesystem;
using support::Command;
using support::must_run;
using support::operator+;
using support::Outcome;

/// This folder.
inline const fs::path sources = SOURCE_DIR;

/// What an environment variable names; fails where it is not set.
fs::path folder_of(const char *variable);

/// Where this test makes what it needs.
fs::path work();

struct Compiler {
  std::string name;
  Command command;
};
extern const Compiler gcc, clang;

/// The runtime (rt.dll, librt.dll.a) and the hosts, made once.
const fs::path &kit();

struct Host {
  std::string name;
  Command command;   ///< of what kit() has and what is linked
  bool has_file;     ///< rt.dll lies beside it
  std::string tells; ///< who has the runtime, and what the plugin says of it
};
extern const Host with_rt, with_rt_loaded, without_rt;
std::vector<Host> hosts(); ///< all of them

/// Runs a host in a folder with the plugin and what it needs.
Outcome run_host(const Host &host, const fs::path &plugin, const Command &environment = {});

/// The command for a plugin that is linked hard to rt.dll, from one source.
Command hard_link(const Compiler &compiler, const fs::path &output, const fs::path &source);
/// The same with weakrt; `linker` is -fuse-ld's, "" for none.
Command weak_link(const Compiler &compiler, const std::string &linker, const fs::path &output,
                  const fs::path &source, const fs::path &manifest = sources / "rt.toml");
/// Only what has to be added to a link.
Command weakrt_flags(const std::string &linker, const fs::path &manifest = sources / "rt.toml");

/// A manifest with one runtime and one line more of it.
fs::path manifest_with(const fs::path &manifest, const std::string &line);

/// What is behind the beginning that a text must have.
std::string behind(const std::string &text, const std::string &beginning);

} // namespace windows_test
