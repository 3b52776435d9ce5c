// weakrt inspect: what it tells, and what it says to files that are no plugins.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("inspect tells what a plugin borrows") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out, linker), out);
  SECTION("for people") {
    Outcome told = must_run({tool(), "inspect", out});
    CHECK(told.err == "");
    CHECK_THAT(told.out, ContainsSubstring("demo") &&
                             ContainsSubstring("loads where the process has none: libdemo.so.1 "
                                               "(or what WEAKRT_LOAD_DEMO names)\n"));
    CHECK_THAT(told.out,
               ContainsSubstring("function  demo_add") && ContainsSubstring("data      demo_answer"));
  }
  SECTION("for programs") {
    Outcome told = must_run({tool(), "inspect", "--json", out});
    fs::path json = here.write("plugin.json", told.out);
    std::string check = "import json, sys; p = json.load(open(sys.argv[1])); r = p['runtimes'][0];"
                        "i = {x['name']: x for x in r.pop('imports')};"
                        "assert set(p) == {'format', 'runtimes'} and p['format'] == 'elf64-x86-64', p;"
                        "assert r == {'name': 'demo', 'description': '', 'version': '',"
                        " 'identify': ['demo_add', 'demo_is_running'], 'initialised': '',"
                        " 'version_from': [{'symbol': 'demo_version', 'kind': 'text'}], 'companions': [],"
                        " 'load': 'if-absent', 'bind': 'load', 'on_failure': 'trap', 'libraries': "
                        "['libdemo.so.1'], 'load_from': "
                        "'WEAKRT_LOAD_DEMO',"
                        " 'global': False}, r;"
                        "assert set(i) == {'demo_add', 'demo_answer', 'demo_maybe'}, i;"
                        "assert i['demo_add']['kind'] == 'function' and i['demo_add']['slots'] >= 1, i;"
                        "assert i['demo_answer']['kind'] == 'data' and not i['demo_answer']['optional'], i;"
                        "assert i['demo_maybe']['optional'] is True, i";
    Outcome checked = run({"/usr/bin/python3", "-c", check, json});
    CHECK(checked.err == "");
    CHECK(checked.ok());
  }
}

TEST_CASE("inspect tells people what a plugin borrows") {
  Workshop here;
  auto version = ONE_OF(std::string(), std::string("version = \">=1\"\nload = \"never\"\n"));
  fs::path manifest =
      here.write("plugin.toml", "[[runtime]]\nname = \"demo\"\n" + version + definition_of("demo"));
  fs::path out = here / "plugin.so";
  // By the linker that is always the same: how many slots there are is the linker's choice.
  check_linked(bare_ld("lld", out, manifest) + plugin_inputs(), out);
  Command command = {tool(), "inspect", out};
  CHECK(check_golden(command, must_run(command)));
}

TEST_CASE("inspect tells programs all that is searched for") {
  Workshop here;
  auto load = ONE_OF(std::string("if-absent"), std::string("never"));
  std::string more = R"(description = "a runtime in miniature"
initialised = "demo_is_running"
global = true
[runtime.definition.load]
linux = ["libdemo.so.2", "$ORIGIN/libdemo.so"]
[[runtime.definition.companion]]
name = "libmore"
identify = ["more_open"]
symbols = ["more_*"])";
  fs::path manifest =
      here.write("plugin.toml", "[[runtime]]\nname = \"demo\"\nversion = \">=1, <2\"\nload = \"" + load +
                                    "\"\n" + definition_of("demo", more));
  fs::path out = here / "plugin.so";
  // By the linker that is always the same: how many slots there are is the linker's choice.
  check_linked(bare_ld("lld", out, manifest) + plugin_inputs(), out);
  Command command = {tool(), "inspect", "--json", out};
  Outcome told = must_run(command);
  CHECK(check_golden(command, told));
  must_run(command + Command{"--output", here / "plugin.json"});
  CHECK(read_file(here / "plugin.json") == told.out);
}

TEST_CASE("inspect works on a stripped plugin and on one without its notes") {
  Workshop here;
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out), out);
  auto how = GENERATE(Command{"strip"}, Command{"llvm-strip-19"}, Command{"objcopy", "-R", ".note.*"},
                      Command{"patchelf", "--set-rpath", "/opt/lib"});
  CAPTURE(how);
  if (!run({"sh", "-c", "command -v " + how[0]}).ok())
    SKIP(how[0] + " is not there");
  must_run(how + Command{out});
  Outcome told = run({tool(), "inspect", out});
  CHECK(told.ok());
  CHECK_THAT(told.out, ContainsSubstring("demo_add"));
}

TEST_CASE("inspect says what is wrong with a file that is no plugin") {
  Workshop here;
  fs::path plain = here.library("plain.so", "int f(void) { return 1; }");
  must_run({"clang-19", "--target=aarch64-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld", "-o",
            here / "arm.so", here.write("arm.c", "int f(void) { return 1; }")});
  must_run({"clang-19", "--target=i386-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld", "-o",
            here / "i386.so", here / "arm.c"});
  here.write("text", "nothing");
  here.write("empty", "");
  std::string name =
      ONE_OF(here / "missing.so", here.folder(), fs::path("/dev/null"), here / "text", here / "empty",
             kit().object, kit().archive, plain, here / "arm.so", here / "i386.so", fs::path());
  CAPTURE(name);
  auto json = GENERATE(Command{}, Command{"--json"});
  Command command = Command{tool(), "inspect"} + json + Command{name};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(outcome.out == "");
  CHECK(check_golden(command, outcome));
  if (!name.empty())
    CHECK(outcome.err.starts_with(name + ": error: "));
}

TEST_CASE("inspect writes into no folder that is not there") {
  Workshop here;
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out), out);
  Command command = {tool(), "inspect", "--json", "--output", here / "missing/plugin.json", out};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(outcome.out == "");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("a result that cannot be written is a failure") {
  Workshop here;
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out), out);
  std::string verb =
      ONE_OF("inspect " + out.string(), "inspect --json " + out.string(), std::string("print ld-dir"),
             "check " + kit().manifest.string(), std::string("--version"));
  CAPTURE(verb);
  Command command = {"sh", "-c", tool().string() + " " + verb + " > /dev/full"};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}
