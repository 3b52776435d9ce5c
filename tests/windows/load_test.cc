// Plugins for Windows that are bound when they are loaded, by each compiler and linker, in each host, against
// the same plugin linked hard.
#include "kit.h"

#include "tests/support/files.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace windows_test;
using Catch::Matchers::ContainsSubstring;

static const fs::path plugin = sources / "plugin.cc";

TEST_CASE("a plugin uses the runtime that its host has, or loads one") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Compiler compiler = GENERATE(gcc, clang);
  const std::string linker = GENERATE("", "bfd", "lld");
  const Command define = GENERATE(Command{}, Command{"-DRT_AUTO_IMPORT"});
  CAPTURE(compiler.name, linker, define);
  must_run(hard_link(compiler, work() / "hard.dll", plugin) + define);
  must_run(weak_link(compiler, linker, work() / "weak.dll", plugin) + define);
  const Outcome hard = run_host(without_rt, work() / "hard.dll");
  INFO(hard.out << hard.err);
  REQUIRE(hard.ok());
  for (const Host &host : hosts()) {
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
  must_run(weak_link(gcc, linker, work() / "late.dll", plugin) + Command{"-DLATE"});
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
  must_run(weak_link(gcc, "", work() / "newer.dll", plugin, work() / "newer.toml") + Command{"-DLATE"});
  Host host = with_rt;
  host.has_file = true;
  const Outcome outcome = run_host(host, work() / "newer.dll");
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.out == "rt.dll is not there\nweakrt: failed, '', version '2.3.4'\n");
  CHECK_THAT(outcome.err, ContainsSubstring("refused, it is version 2.3.4, wanted >=3"));
}
