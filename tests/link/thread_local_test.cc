// Imports that are thread-local variables, as far as the link decides about them; tests/elf/thread-locals
// runs them.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <fmt/format.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

static constexpr std::string_view uses_state =
    "extern __thread int demo_state; int plugin_tls(void) { return demo_state; }";

static fs::path demo_with_state(const Workshop &here) {
  return here.library("libdemo.so.1", kit().demo + "__thread int demo_state = 1;");
}

TEST_CASE("thread-local variables are detached, and inspect tells of them") {
  Workshop here;
  fs::path library = demo_with_state(here);
  auto flag = GENERATE(as<std::string>(), "-ftls-model=global-dynamic", "-mtls-dialect=gnu2");
  fs::path object = here.compile("tls.o", uses_state, {flag});
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker, flag);
  check_linked(bare_ld(linker, out) + Command{kit().object, object, library}, out);
  check_borrows_demo(out);
  CHECK_THAT(must_run({"readelf", "-rW", out}).out, ContainsSubstring(" demo_state + 0"));
  std::string slots = flag == "-mtls-dialect=gnu2" ? "1 slot\n" : "2 slots\n";
  CHECK_THAT(must_run({tool(), "inspect", out}).out, ContainsSubstring("thread-local  demo_state  " + slots));
  CHECK_THAT(must_run({tool(), "inspect", "--json", out}).out,
             ContainsSubstring("\"kind\": \"thread-local\",\n          \"name\": \"demo_state\""));
}

TEST_CASE("a list of symbols stands for thread-local variables, and so does an executable") {
  Workshop here;
  here.write("demo.symbols", "function demo_add\ndata demo_answer\nthread-local demo_state\n");
  fs::path source =
      here.write("demo.c", kit().demo + "__thread int demo_state; int main(void) { return 0; }");
  must_run({"gcc", "-rdynamic", "-o", here / "exported", source});
  auto flag = GENERATE(as<std::string>(), "-ftls-model=global-dynamic", "-mtls-dialect=gnu2",
                       "-ftls-model=initial-exec");
  auto listed = GENERATE(true, false);
  std::string definition = "[runtime.definition]\nidentify = [\"demo_add\"]\nsymbols = [\"demo_*\"]\n";
  fs::path manifest = here.write(
      "plugin.toml", listed ? "[[runtime]]\nname = \"demo\"\n" + definition + "interface = \"demo.symbols\"\n"
                            : "[[runtime]]\nname = \"demo\"\ninterface = \"exported\"\n" + definition);
  fs::path object = here.compile("tls.o", uses_state, {flag});
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker, flag, listed);
  must_run(bare_ld(linker, out, manifest) +
           Command{object, "-z", "defs", "-L/usr/lib/x86_64-linux-gnu", "-lc"});
  CHECK_THAT(must_run({tool(), "inspect", out}).out, ContainsSubstring("thread-local  demo_state"));
}

TEST_CASE("static TLS of a runtime is a warning that names the objects") {
  Workshop here;
  fs::path library = demo_with_state(here);
  fs::path object = here.compile("tls.o", uses_state, {"-ftls-model=initial-exec"});
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Command link = bare_ld(linker, out) + Command{kit().object, object, library};
  Outcome outcome = must_run(link);
  CHECK(check_golden(link, outcome));
  CHECK(count(outcome.err, "warning:") == 1);
  CHECK_THAT(outcome.err, ContainsSubstring("referenced by " + object.string()));
  Command inspect = {tool(), "inspect", out};
  CHECK(check_golden(inspect, must_run(inspect)));
  CHECK_THAT(must_run({tool(), "inspect", "--json", out}).out, ContainsSubstring("\"static_tls\": true"));
}

TEST_CASE("what cannot be bound to a thread-local variable is refused with the flag that avoids it") {
  Workshop here;
  struct Case {
    std::string target, flag;
  };
  auto [target, flag] = GENERATE(
      Case{"i386-linux-gnu", "-mtls-dialect=gnu2"}, Case{"i386-linux-gnu", "-ftls-model=initial-exec"},
      Case{"riscv64-linux-gnu", "-mtls-dialect=desc"}, Case{"loongarch64-linux-gnu", "-mtls-dialect=desc"});
  CAPTURE(target, flag);
  Command compile = {"clang-19", "--target=" + target, "-fPIC", "-O1", flag, "-c", "-o"};
  const char *demo = "int demo_add(void) { return 1; } int demo_is_running(void) { return 1; }\n"
                     "__thread int demo_state;\n";
  must_run(compile + Command{here / "demo.o", here.write("demo.c", demo)});
  must_run(compile + Command{here / "plugin.o", here.write("plugin.c", uses_state)});
  must_run({"ld.lld-19", "-shared", "-soname", "libdemo.so.1", "-o", here / "libdemo.so", here / "demo.o"});
  fs::path out = here / "plugin.so";
  std::string said =
      check_refused(bare_ld("lld", out) + Command{here / "plugin.o", here / "libdemo.so"}, out);
  CHECK(count(said, "error:") == 1);
  CHECK_THAT(said, ContainsSubstring("compile with -"));
}

TEST_CASE("a program has no thread-local variables of what it does not start with") {
  Workshop here;
  fs::path library = demo_with_state(here);
  auto linker = GENERATE(from_range(real_linkers));
  bool weak = GENERATE(false, true);
  auto model = GENERATE(as<std::string>(), "-fPIE", "-fPIC");
  CAPTURE(linker, weak, model);
  // mold leaves code as it was compiled, and that can be bound.
  if (linker == std::string_view("mold") && model == "-fPIC")
    return;
  fs::path main =
      here.compile("main.o",
                   fmt::format("extern __thread int {} __attribute__(({})); int demo_add(int, int);\n"
                               "int main(void) {{ return demo_add({}, 0); }}",
                               weak ? "demo_gone" : "demo_state", weak ? "weak" : "unused",
                               weak ? "demo_gone" : "demo_state"),
                   {model});
  fs::path out = here / "program";
  std::string said =
      check_refused(driver("gcc", linker) + borrow() + Command{"-pie", "-o", out, main, library}, out);
  CHECK(count(said, "weakrt: error:") + count(said, "program: error:") == 1);
}
