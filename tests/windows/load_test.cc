// Plugins for Windows that are bound when they are loaded, by each compiler and linker, in each host, against
// the same plugin linked hard.
#include "tests/support/files.h"
#include "tests/support/process.h"
#include "wine.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace {

namespace fs = std::filesystem;
using support::Command;
using support::Outcome;
using namespace windows_test;

const fs::path sources = SOURCE_DIR;

std::string variable(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

void must_run(const Command &command) {
  const Outcome outcome = support::run(command);
  INFO(support::shell_quoted(command) << "\n" << outcome.out << outcome.err);
  REQUIRE(outcome.ok());
}

Command operator+(Command left, const Command &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

struct Compiler {
  std::string name;
  Command c, cxx;
};
const Compiler compilers[] = {
    {"gcc", {"x86_64-w64-mingw32-gcc"}, {"x86_64-w64-mingw32-g++", "-static-libgcc", "-static-libstdc++"}},
    {"clang", {"clang-19", "--target=x86_64-w64-mingw32"}, {"clang++-19", "--target=x86_64-w64-mingw32"}}};

/// The runtime and the hosts, made once.
const fs::path &kit() {
  static const fs::path made = [] {
    fs::path folder = fs::path(variable("WEAKRT_TEST_WORK")) / "kit";
    fs::create_directories(folder);
    const Command gcc = {"x86_64-w64-mingw32-gcc"};
    must_run(gcc + Command{"-shared", sources / "rt.c", "-o", folder / "rt.dll",
                           "-Wl,--out-implib," + (folder / "librt.dll.a").string()});
    must_run(gcc + Command{sources / "host.c", "-o", folder / "host.exe"});
    must_run(gcc + Command{sources / "host.c", sources / "rt.c", "-o", folder / "host-with-rt.exe"});
    return folder;
  }();
  return made;
}

struct Host {
  std::string name;
  Command command;
  bool has_file; ///< rt.dll lies beside it
};
const Host hosts[] = {{"static", {"host-with-rt.exe", "plugin.dll"}, false},
                      {"loaded", {"host.exe", "plugin.dll", "rt.dll"}, true},
                      {"absent", {"host.exe", "plugin.dll"}, true}};

/// A folder with a plugin and what the host needs.
fs::path lay_out(const std::string &name, const fs::path &plugin, const Host &host) {
  const fs::path folder = fs::path(variable("WEAKRT_TEST_WORK")) / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(plugin, folder / "plugin.dll");
  fs::copy_file(kit() / host.command[0], folder / host.command[0]);
  if (host.has_file)
    fs::copy_file(kit() / "rt.dll", folder / "rt.dll");
  return folder;
}

std::string last_lines(const std::string &text) {
  return text.substr(std::min(text.size(), text.find('\n') + 1));
}

} // namespace

TEST_CASE("a plugin uses the runtime that its host has, or loads one") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Compiler compiler = GENERATE(from_range(compilers));
  const std::string linker = GENERATE("", "bfd", "lld");
  const bool auto_import = GENERATE(false, true);
  CAPTURE(compiler.name, linker, auto_import);
  const fs::path work = fs::path(variable("WEAKRT_TEST_WORK")) / "plugins";
  fs::create_directories(work);
  Command link =
      compiler.cxx + Command{"-O2", "-shared", sources / "plugin.cc", "-L" + kit().string(), "-lrt"};
  if (auto_import)
    link.push_back("-DRT_AUTO_IMPORT");
  // gcc itself runs the linker that it was configured with, whatever -fuse-ld says.
  must_run(link + Command{"-o", work / "hard.dll"});
  if (!linker.empty())
    link.push_back("-fuse-ld=" + linker);
  must_run(link + Command{"-o", work / "weak.dll", "-B" + variable("WEAKRT_LD_DIR"), "-Xlinker",
                          "--weakrt-manifest=" + (sources / "rt.toml").string()});
  const Outcome hard = run_in_wine(lay_out("hard", work / "hard.dll", hosts[2]), hosts[2].command);
  INFO(hard.out << hard.err);
  REQUIRE(hard.ok());
  for (const Host &host : hosts) {
    const Outcome weak =
        run_in_wine(lay_out("weak", work / "weak.dll", host), host.command, {"WEAKRT_DEBUG=choice"});
    INFO(host.name << ": " << weak.how_it_ended() << "\n" << weak.out << weak.err);
    CHECK(weak.ok());
    CHECK(last_lines(weak.out) == last_lines(hard.out));
    CHECK(weak.out.starts_with(host.name == "static" ? "rt.dll is not there\n" : "rt.dll is there\n"));
  }
}
