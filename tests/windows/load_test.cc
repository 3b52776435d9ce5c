// Plugins for Windows that are bound when they are loaded, by each compiler and linker, in each host, against
// the same plugin linked hard.
#include "tests/support/files.h"
#include "tests/support/must_run.h"
#include "wine.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using support::Command;
using support::must_run;
using support::operator+;
using support::Outcome;
using namespace windows_test;

const fs::path sources = SOURCE_DIR;

fs::path folder_of(const char *variable) {
  const char *value = std::getenv(variable);
  if (!value)
    FAIL(variable << " is not set: run `scripts/test windows`");
  return value;
}

fs::path work() {
  return folder_of("WEAKRT_TEST_WORK");
}

struct Compiler {
  std::string name;
  Command command;
};
const Compiler compilers[] = {{"gcc", {"x86_64-w64-mingw32-g++", "-static-libgcc", "-static-libstdc++"}},
                              {"clang", {"clang++-19", "--target=x86_64-w64-mingw32"}}};

/// The runtime and the hosts, made once.
const fs::path &kit() {
  static const fs::path made = [] {
    fs::path folder = work() / "kit";
    fs::create_directories(folder);
    const Command gcc = {"x86_64-w64-mingw32-gcc", "-I" + (sources / "../../stub/include").string()};
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
  bool has_file;     ///< rt.dll lies beside it
  std::string tells; ///< who has the runtime, and what the plugin says of it
};
const Host hosts[] = {{"static",
                       {"host-with-rt.exe", "plugin.dll"},
                       false,
                       "rt.dll is not there\nweakrt: hosted, '', version '2.3.4'\n"},
                      {"loaded",
                       {"host.exe", "plugin.dll", "rt.dll"},
                       true,
                       "rt.dll is there\nweakrt: hosted, 'rt.dll', version '2.3.4'\n"},
                      {"absent",
                       {"host.exe", "plugin.dll"},
                       true,
                       "rt.dll is there\nweakrt: owned, 'rt.dll', version '2.3.4'\n"}};
const Host &with_rt = hosts[0], &without_rt = hosts[2];

/// Runs a host in a folder with the plugin and what it needs.
Outcome run_host(const Host &host, const fs::path &plugin) {
  const fs::path folder = work() / "host";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(plugin, folder / "plugin.dll");
  fs::copy_file(kit() / host.command[0], folder / host.command[0]);
  if (host.has_file)
    fs::copy_file(kit() / "rt.dll", folder / "rt.dll");
  return run_in_wine(folder, host.command);
}

std::string behind(const std::string &text, const std::string &beginning) {
  return text.starts_with(beginning) ? text.substr(beginning.size()) : "something else: " + text;
}

Command hard_link(const Compiler &compiler, const fs::path &output) {
  return compiler.command +
         Command{"-O2", "-shared", sources / "plugin.cc", "-L" + kit().string(), "-lrt", "-o", output};
}

Command weak_link(const Compiler &compiler, const std::string &linker, const fs::path &output,
                  const fs::path &manifest = sources / "rt.toml") {
  Command link = hard_link(compiler, output) + Command{"-B" + folder_of("WEAKRT_LD_DIR").string(), "-Xlinker",
                                                       "--weakrt-manifest=" + manifest.string()};
  if (!linker.empty())
    link.push_back("-fuse-ld=" + linker);
  return link;
}

} // namespace

TEST_CASE("a plugin uses the runtime that its host has, or loads one") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Compiler compiler = GENERATE(from_range(compilers));
  const std::string linker = GENERATE("", "bfd", "lld");
  const Command define = GENERATE(Command{}, Command{"-DRT_AUTO_IMPORT"});
  CAPTURE(compiler.name, linker, define);
  must_run(hard_link(compiler, work() / "hard.dll") + define);
  must_run(weak_link(compiler, linker, work() / "weak.dll") + define);
  const Outcome hard = run_host(without_rt, work() / "hard.dll");
  INFO(hard.out << hard.err);
  REQUIRE(hard.ok());
  for (const Host &host : hosts) {
    const Outcome weak = run_host(host, work() / "weak.dll");
    INFO(host.name << ": " << weak.how_it_ended() << "\n" << weak.out << weak.err);
    CHECK(weak.ok());
    CHECK(behind(weak.out, host.tells) == behind(hard.out, "rt.dll is there\n"));
  }
}

TEST_CASE("a runtime that nobody has: the plugin is loaded, tells why, and a call ends the program") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const std::string linker = GENERATE("bfd", "lld");
  must_run(weak_link(compilers[0], linker, work() / "late.dll") + Command{"-DLATE"});
  Host host = without_rt;
  host.has_file = false;
  const Outcome outcome = run_host(host, work() / "late.dll");
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.out == "rt.dll is not there\nweakrt: failed, '', version ''\n");
  CHECK_THAT(outcome.err,
             ContainsSubstring("weakrt: a plugin called a function of a runtime that it is not bound to"));
  CHECK_THAT(outcome.err, ContainsSubstring("rt.dll: cannot be loaded: "));
}

TEST_CASE("a runtime of another version is not taken, and none is loaded beside it") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  std::string manifest = support::read_file(sources / "rt.toml");
  manifest.replace(manifest.find(">=2, <3"), 7, ">=3");
  support::write_bytes(work() / "newer.toml", manifest);
  must_run(weak_link(compilers[0], "", work() / "newer.dll", work() / "newer.toml") + Command{"-DLATE"});
  Host host = with_rt;
  host.has_file = true;
  const Outcome outcome = run_host(host, work() / "newer.dll");
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.out == "rt.dll is not there\nweakrt: failed, '', version '2.3.4'\n");
  CHECK_THAT(outcome.err, ContainsSubstring("refused, it is version 2.3.4, wanted >=3"));
}
