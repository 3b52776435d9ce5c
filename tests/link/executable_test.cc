// Executables that borrow: what is linked, and what is refused with the fix.
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

namespace {

constexpr std::string_view main_source = R"(
#include <stdio.h>
int plugin_answer(void);
int main(void) { printf("%d", plugin_answer()); return 0; }
)";

/// The kit's plugin with a main function; the output follows -o.
Command link_program(const Workshop &here, std::string_view linker, const fs::path &program) {
  return driver("gcc", linker) +
         Command{"-o", program, here.compile("main.o", main_source), "-Wl,-rpath," + kit().folder.string()};
}

/// Code that was compiled to be a part of an executable.
Command direct_inputs(const Workshop &here, const Command &flags) {
  return {here.compile("direct.o", kit().plugin, flags), "-L" + kit().folder.string(), "-ldemo"};
}

} // namespace

TEST_CASE("an executable borrows, position-independent or not") {
  Workshop here;
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  auto flags = GENERATE(Command{}, Command{"-pie"}, Command{"-no-pie"}, Command{"-pie", "-s"},
                        Command{"-pie", "-rdynamic"}, Command{"-pie", "-Wl,--as-needed"});
  auto manifest = GENERATE(kit().manifest, kit().symbols);
  CAPTURE(linker, flags, manifest);
  if (linker == "gold" && flags == Command{"-no-pie"})
    return; // see below: an address in data becomes a PLT entry's
  fs::path program = here / "program";
  Outcome outcome =
      check_linked(link_program(here, linker, program) + flags + borrow(manifest) + plugin_inputs(), program);
  CHECK(outcome.err.empty());
  check_borrows_demo(program);
  CHECK(must_run({program}).out == "42");
}

TEST_CASE("an executable borrows with no library of the runtime on the build machine") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  auto library = GENERATE(Command{}, Command{"-ldemo"}, Command{"-Wl,--as-needed", "-l", "demo"});
  fs::path program = here / "program";
  fs::path manifest =
      here.write("plugin.toml", manifest_text("demo", "interface = \"demo.symbols\"") +
                                    "[runtime.definition.load]\nlinux = [\"libdemo.so.1\"]\n");
  here.write("demo.symbols",
             "data demo_version\ndata demo_answer\nfunction demo_add\nfunction demo_is_running\n");
  check_linked(link_program(here, linker, program) + Command{kit().object} + library + borrow(manifest),
               program);
  check_borrows_demo(program);
  CHECK(must_run({program}).out == "42");
}

TEST_CASE("weakrt link makes an executable, and inspect tells what it borrows") {
  Workshop here;
  fs::path program = here / "program";
  Command link = Command{tool(),         "link",  "--manifest",
                         kit().manifest, "--",    "gcc",
                         "-o",           program, here.compile("main.o", main_source)} +
                 plugin_inputs();
  check_linked(link, program);
  Command inspect = {tool(), "inspect", program};
  CHECK(check_golden(inspect, must_run(inspect)));
}

TEST_CASE("what an executable would have at a place of its own is an error that names the flag") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path program = here / "program";
  Command link = link_program(here, linker, program) + borrow();
  SECTION("a copy") {
    check_refused(link + Command{"-pie"} + direct_inputs(here, {"-fPIE"}), program);
  }
  SECTION("a copy and a PLT entry, not position-independent") {
    check_refused(link + Command{"-no-pie"} + direct_inputs(here, {"-fno-pie"}), program);
  }
  SECTION("an address in data, where the linker is gold and the code stays where it is") {
    if (std::string_view(linker) == "gold")
      check_refused(link + Command{"-no-pie"} + plugin_inputs(), program);
  }
  SECTION("compiled as the error says") {
    auto flags = GENERATE(Command{"-fPIC"}, Command{"-fPIE", "-mno-direct-extern-access"});
    check_linked(link + Command{"-pie"} + direct_inputs(here, flags), program);
    CHECK(must_run({program}).out == "42");
  }
}

TEST_CASE("of a variable's two names the one that is used is told") {
  Workshop here;
  fs::path library = here.library("libdemo.so.1",
                                  std::string(kit().demo) +
                                      "extern int demo_alias __attribute__((alias(\"demo_answer\"), weak));");
  fs::path object = here.compile(
      "direct.o", "extern int demo_alias; int plugin_answer(void) { return demo_alias; }", {"-fPIE"});
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path program = here / "program";
  std::string said = check_refused(
      link_program(here, linker, program) + Command{"-pie", object, library} + borrow(), program);
  CHECK(count(said, "cannot be borrowed") == 1);
  CHECK_THAT(said, ContainsSubstring("demo_alias cannot be borrowed") && ContainsSubstring("direct.o"));
}

TEST_CASE("an executable that nothing would bind is refused") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path program = here / "program";
  Command link = link_program(here, linker, program) + borrow() + plugin_inputs();
  SECTION("without the C library's start") {
    fs::path start = here.compile("start.o", "int main(void); void _start(void) { main(); }");
    check_refused(link + Command{"-nostartfiles", start}, program);
  }
  SECTION("with the start of an old C library, which calls neither DT_INIT nor DT_INIT_ARRAY") {
    fs::path start = here.compile(
        "start.o", "__asm__(\".symver __libc_start_main, __libc_start_main@GLIBC_2.2.5\");\n"
                   "int __libc_start_main(int (*)(void), int, char **, void *, void *, void *, void *);\n"
                   "int main(void);\n"
                   "void _start(void) { __libc_start_main(main, 0, 0, 0, 0, 0, 0); }");
    check_refused(link + Command{"-nostartfiles", start}, program);
  }
  SECTION("without a loader") {
    if (std::string_view(linker) != "gold") // which does not know the flag
      check_refused(link + Command{"-pie", "-Wl,--no-dynamic-linker"}, program);
  }
}

TEST_CASE("a library that brings the runtime into the executable is a warning") {
  Workshop here;
  fs::path user =
      here.library("libuser.so.1", "int demo_add(int, int); int user(void) { return demo_add(1, 2); }",
                   {"-L" + kit().folder.string(), "-ldemo", "-Wl,-rpath," + kit().folder.string()});
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path program = here / "program";
  Command link = link_program(here, linker, program) + borrow() + plugin_inputs() +
                 Command{"-Wl,--no-as-needed", user, "-Wl,-rpath," + here.folder().string()};
  Outcome outcome = check_linked(link, program);
  CHECK(check_golden(link, outcome));
  CHECK(must_run({program}).out == "42");
}

TEST_CASE("a static archive of the runtime puts a copy into the executable") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path program = here / "program";
  fs::path manifest = GENERATE(kit().manifest, kit().symbols);
  check_refused(link_program(here, linker, program) + Command{kit().object, kit().archive} + borrow(manifest),
                program);
}

TEST_CASE("optional imports of an executable may be missing from the library that it is linked with") {
  Workshop here;
  fs::path manifest = here.write("plugin.toml", "[[runtime]]\nname = \"demo\"\noptional = [\"demo_new*\"]\n" +
                                                    definition_of("demo"));
  fs::path object =
      here.compile("new.o", "int demo_new_call(void); int demo_later(void) __attribute__((weak));\n"
                            "int (*volatile new_call)(void) = demo_new_call;\n"
                            "int plugin_answer(void) { return (new_call ? 1 : 2) + "
                            "(demo_later ? 10 : 20); }");
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path program = here / "program";
  check_linked(link_program(here, linker, program) + borrow(manifest) +
                   Command{object, "-L" + kit().folder.string(), "-ldemo"},
               program);
  CHECK(detached_in(program) == std::multiset<std::string>{"demo_later", "demo_new_call"});
  CHECK(must_run({program}).out == "22");
  // In a process that has them they are not null.
  fs::path newer =
      here.library("libnewer.so.1", std::string(kit().demo) + "int demo_new_call(void) { return 0; }\n"
                                                              "int demo_later(void) { return 0; }");
  CHECK(must_run(with_environment({"LD_PRELOAD=" + newer.string()}, {program})).out == "11");
  // What is neither weak nor optional stays an error.
  fs::path wrong =
      here.compile("wrong.o", "int demo_wrong(void); int plugin_answer(void) { return demo_wrong(); }");
  check_refused(link_program(here, linker, program) + borrow(manifest) +
                    Command{wrong, "-L" + kit().folder.string(), "-ldemo"},
                program, "demo_wrong");
}
