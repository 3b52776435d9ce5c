// What weakrt says about a link that is hardly meant, and what it must not do to anybody's files.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("a typo in a function's name gets a suggestion") {
  Workshop here;
  fs::path typo =
      here.compile("typo.o", "int demo_addd(int); int plugin_typo(void) { return demo_addd(1); }");
  fs::path out = here / "plugin.so";
  check_refused(link_plugin(out, "", {typo}), out);
}

TEST_CASE("a function that other versions have is told from a typo") {
  Workshop here;
  here.write("newer.symbols", "function demo_add\nfunction demo_newer\n");
  fs::path manifest = here.write("newer.toml", manifest_text("demo", "interface = \"newer.symbols\""));
  fs::path newer =
      here.compile("newer.o", "int demo_newer(int); int plugin_newer(void) { return demo_newer(1); }");
  fs::path out = here / "plugin.so";
  check_refused(driver("gcc") + Command{"-shared", "-o", out, newer} + plugin_inputs() + borrow(manifest),
                out);
}

TEST_CASE("a library that lacks an identifying symbol is named") {
  Workshop here;
  fs::path library = here.library("libdemo.so.1", "int demo_add(int a) { return a; }");
  fs::path out = here / "plugin.so";
  check_refused(driver("gcc") + Command{"-shared", "-o", out, kit().object, library} + borrow(), out);
}

TEST_CASE("a range that was split at its comma is explained") {
  Workshop here;
  fs::path out = here / "plugin.so";
  check_refused(driver("gcc") + Command{"-shared", "-o", out, "-Wl,--weakrt-runtime=python@>=3.9,<4"} +
                    plugin_inputs(),
                out);
}

TEST_CASE("--weakrt-linker alone is an error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  check_refused(driver("gcc") + Command{"-shared", "-o", out, "-Xlinker", "--weakrt-linker=mold"} +
                    plugin_inputs(),
                out);
}

TEST_CASE("a runtime from which nothing is imported is a warning") {
  Workshop here;
  fs::path object = here.compile("plugin.o", "int plugin_answer(void) { return 1; }");
  fs::path out = here / "plugin.so";
  Command link = driver("gcc") + Command{"-shared", "-o", out, object} + borrow(kit().symbols);
  CHECK(check_golden(link, check_linked(link, out)));
}

TEST_CASE("data of a runtime that is bound at its first call is a warning") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path at_call =
      here.write("call.toml", "[[runtime]]\nname = \"demo\"\nbind = \"call\"\n" + definition_of("demo", ""));
  Command link = driver("gcc") + Command{"-shared", "-o", out} + plugin_inputs() + borrow(at_call);
  CHECK(check_golden(link, check_linked(link, out)));
  Command inspect = {tool(), "inspect", out};
  CHECK(check_golden(inspect, must_run(inspect)));
  CHECK_THAT(must_run({tool(), "inspect", "--json", out}).out, ContainsSubstring("\"bind\": \"call\""));
  // Without data there is nothing to say.
  fs::path object =
      here.compile("call.o", "int demo_add(int, int); int plugin_add(void) { return demo_add(1, 2); }");
  Command quiet = driver("gcc") + Command{"-shared", "-o", out, object, kit().library} + borrow(at_call);
  CHECK(check_linked(quiet, out).err.empty());
}

TEST_CASE("a plugin that wants to be refused is told where it cannot be") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path manifest = here.write("refuse.toml", "[[runtime]]\nname = \"demo\"\non-failure = \"refuse\"\n" +
                                                    definition_of("demo", ""));
  Command link = bare_ld("lld", out, manifest) + plugin_inputs();
  CHECK(check_golden(link, check_linked(link, out)));
  CHECK_THAT(must_run({tool(), "inspect", "--json", out}).out, ContainsSubstring("\"on_failure\": \"trap\""));
}

TEST_CASE("what a manifest says of a runtime is held against its library") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto link_with = [&](std::string_view borrowed, std::string_view definition) {
    return bare_ld("", out,
                   here.write("plugin.toml",
                              fmt::format("[[runtime]]\nname = \"demo\"\n{}\n[runtime.definition]\n"
                                          "identify = [\"demo_add\"]\nsymbols = [\"demo_*\"]\n{}\n",
                                          borrowed, definition))) +
           plugin_inputs();
  };
  SECTION("which version it is") {
    check_refused(
        link_with("version = \">=1\"", "version = [{ symbol = \"demo_release\", kind = \"text\" }]"), out);
  }
  SECTION("whether it is initialised") {
    Command link = link_with("", "initialised = \"demo_is_up\"");
    CHECK(check_golden(link, check_linked(link, out)));
  }
  SECTION("which symbols it has") {
    Command link = bare_ld("", out,
                           here.write("plugin.toml", "[[runtime]]\nname = \"demo\"\n[runtime.definition]\n"
                                                     "identify = [\"demo_add\"]\nsymbols = [\"dmo_*\"]\n")) +
                   plugin_inputs();
    CHECK(check_golden(link, check_linked(link, out)));
  }
  SECTION("which optional names there are at all") {
    Command link = link_with("optional = [\"demo_ad\", \"demo_a*\"]", "");
    CHECK(check_golden(link, check_linked(link, out)));
  }
  SECTION("which version its library's name promises") {
    Command link =
        link_with("version = \">=2\"", "version = [{ symbol = \"demo_version\", kind = \"text\" }]\n"
                                       "load.linux = [{ file = \"libdemo.so.1\", version = \"1.2\" }]");
    CHECK(check_golden(link, check_linked(link, out)));
  }
}

TEST_CASE("a dependency file names the manifests") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  must_run(link_plugin(out, linker, {"-Wl,--dependency-file=" + (here / "plugin.d").string()}));
  std::string text = read_file(here / "plugin.d");
  CHECK_THAT(text, ContainsSubstring(out.string() + ": " + kit().manifest.string()));
  CHECK_THAT(text, ContainsSubstring("\n" + kit().manifest.string() + ":\n"));
}

TEST_CASE("a versioned library without a soname, named by its path") {
  Workshop here;
  fs::path versions = here.write("v.map", "V1 { global: *; };");
  fs::path source = here.write("demo.c", kit().demo);
  fs::path library = here / "libplain.so";
  must_run({"gcc", "-shared", "-fPIC", "-o", library, source, "-Wl,--version-script=" + versions.string()});
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  must_run(driver("gcc", linker) + Command{"-shared", "-o", out, kit().object, library} + borrow());
  CHECK_FALSE(detached_in(out).empty());
}

TEST_CASE("a hidden old version of a symbol gives nothing to a new plugin") {
  Workshop here;
  fs::path script = here.write("a.map", "OLD { local: *; }; NEW { global: other; };");
  fs::path source = here.write("a.c", "int other(void) { return 0; } int old(int a) { return a; }\n"
                                      "__asm__(\".symver old, demo_add@OLD\");");
  must_run({"gcc", "-shared", "-fPIC", "-o", here / "liba.so", source, "-Wl,-soname,liba.so",
            "-Wl,--version-script=" + script.string()});
  auto linker = GENERATE(as<std::string>(), "bfd", "lld");
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  must_run(driver("gcc", linker) + Command{"-shared", "-o", out, here / "liba.so"} + plugin_inputs() +
           borrow());
  CHECK(detached_in(out).contains("demo_add"));
}

TEST_CASE("nothing is loaded from the current directory, whatever a soname says") {
  Workshop here;
  fs::path source = here.write("demo.c", kit().demo);
  must_run({"gcc", "-shared", "-fPIC", "-o", here / "libdemo.so", source, "-Wl,-soname,./libdemo.so"});
  fs::path out = here / "plugin.so";
  must_run(driver("gcc") + Command{"-shared", "-o", out, kit().object, here / "libdemo.so"} + borrow());
  std::string json = must_run({tool(), "inspect", "--json", out}).out;
  CHECK_THAT(json, ContainsSubstring("\"libdemo.so\""));
  CHECK_THAT(json, !ContainsSubstring("./libdemo.so"));
}

TEST_CASE("text that is not UTF-8 ends up nowhere as it is") {
  Workshop here;
  fs::path source = here.write("demo.c", kit().demo);
  must_run({"gcc", "-shared", "-fPIC", "-o", here / "libdemo.so", source, "-Wl,-soname,lib\xff\x1b[3m.so"});
  fs::path out = here / "plugin.so";
  must_run(driver("gcc") + Command{"-shared", "-o", out, kit().object, here / "libdemo.so"} + borrow());
  auto form = GENERATE(Command{}, Command{"--json"});
  std::string told = must_run(Command{tool(), "inspect"} + form + Command{out}).out;
  CHECK(told.find('\xff') == std::string::npos);
  CHECK(told.find('\x1b') == std::string::npos);
}

TEST_CASE("one output linked twice at once is linked by both") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string link = support::shell_quoted(link_plugin(out, "bfd"));
  Outcome outcome = run(
      {"sh", "-c", "for i in 1 2 3; do (" + link + " || echo no) & (" + link + " || echo no) & wait; done"});
  CHECK(outcome.out == "");
  CHECK(answer_of(out) == "42");
}

TEST_CASE("without weakrt flags a failed link leaves what the real linker leaves") {
  Workshop here;
  fs::path out = here.write("plugin.so", "precious");
  CHECK_FALSE(run({ld_dir() / "ld.lld", "--nonsense", "-o", out}).ok());
  CHECK(read_file(out) == "precious");
}

TEST_CASE("an input is not overwritten by the output") {
  Workshop here;
  fs::path object = here / "plugin.o";
  fs::copy_file(kit().object, object);
  std::string before = read_file(object);
  Command link = bare_ld("lld", object) + Command{object} + plugin_inputs();
  Outcome outcome = run(link);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(link, outcome));
  CHECK(read_file(object) == before);
}

TEST_CASE("what LLD writes beside its output is there afterwards") {
  Workshop here;
  fs::path out = here / "plugin.so";
  must_run(link_plugin(out, "lld", {"-Wl,--time-trace"}));
  CHECK(fs::exists(here / "plugin.so.time-trace"));
}
