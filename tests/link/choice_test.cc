// Which linker does the work, and when a plain ld falls back to GNU ld.
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

TEST_CASE("a plain ld with a weakrt flag is LLD, and says so with -v") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  Workshop here;
  fs::path out = here / "plugin.so";
  Command link =
      driver(compiler) + Command{"-shared", "-o", out} + plugin_inputs() + borrow() + Command{"-Wl,-v"};
  CHECK(check_golden(link, check_linked(link, out)));
  CHECK(linker_of(out) == "lld");
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("-fuse-ld= is honoured") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(compiler, linker);
  Workshop here;
  fs::path out = here / "plugin.so";
  Outcome outcome = check_linked(
      driver(compiler, linker) + Command{"-shared", "-o", out} + plugin_inputs() + borrow(), out);
  CHECK(outcome.err == "");
  CHECK(linker_of(out) == linker);
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("--weakrt-linker= wins over what the driver asks for") {
  auto driven = GENERATE(as<std::string>(), "", "lld", "bfd");
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(driven, linker);
  Workshop here;
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out, driven, {"-Xlinker", std::string("--weakrt-linker=") + linker}), out);
  CHECK(linker_of(out) == linker);
  check_borrows_demo(out);
}

TEST_CASE("--weakrt-linker= takes a path") {
  auto program = GENERATE(as<std::string>(), "ld.bfd", "ld.gold", "ld.mold", "ld.lld-19");
  CAPTURE(program);
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path path = must_run({"sh", "-c", "command -v " + program}).out;
  std::string text = path.string().substr(0, path.string().find('\n'));
  Outcome outcome =
      check_linked(link_plugin(out, "", {"-Xlinker", "--weakrt-linker=" + text, "-Wl,-v"}), out);
  CHECK_THAT(outcome.err, ContainsSubstring("weakrt: linked by " + text));
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("what a linker keeps of its output stays as it is") {
  Workshop here;
  fs::path out = here / "plugin.so", kept = here / "kept.so";
  const std::string link = "for o; do [ \"$p\" = -o ] && out=$o; p=$o; done\nld.bfd \"$@\" && ";
  std::string keep;
  SECTION("a second name of it") {
    keep = fmt::format("ln \"$out\" {}", kept.string());
  }
  SECTION("one that cannot be written") {
    keep = fmt::format("cp \"$out\" {} && chmod a-w \"$out\"", kept.string());
  }
  fs::path linker = here.script("keeps", link + keep);
  check_linked(link_plugin(out, "", {"-Xlinker", "--weakrt-linker=" + linker.string()}), out);
  CHECK(answer_of(out) == "42");
  CHECK_THAT(must_run({"readelf", "-dW", kept}).out, ContainsSubstring("libdemo.so"));
}

TEST_CASE("gcc's slim LTO objects make a plain ld fall back to GNU ld") {
  Workshop here;
  fs::path object = here.compile("slim.o", kit().plugin, {"-flto", "-fno-fat-lto-objects"});
  fs::path out = here / "plugin.so";
  Command inputs = {object, "-L" + kit().folder.string(), "-ldemo"};
  SECTION("as an object") {}
  SECTION("inside an archive") {
    must_run({"gcc-ar", "rcs", here / "libslim.a", object});
    auto form = GENERATE(as<std::string>(), "path", "-l", "thin");
    if (form == "thin") {
      fs::remove(here / "libslim.a");
      must_run({"gcc-ar", "rcsT", here / "libslim.a", object});
    }
    inputs[0] = form == "-l" ? std::string("-lslim") : (here / "libslim.a").string();
    inputs = Command{"-L" + here.folder().string(), "-Wl,-u,plugin_answer"} + inputs;
  }
  Command link = driver("gcc") + Command{"-flto", "-O2", "-shared", "-o", out, "-Wl,-v"} + inputs + borrow();
  CHECK(check_golden(link, check_linked(link, out)));
  CHECK(linker_of(out) == "bfd");
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("-fuse-ld=lld with gcc's slim LTO objects is an error that names the fix") {
  Workshop here;
  fs::path object = here.compile("slim.o", kit().plugin, {"-flto", "-fno-fat-lto-objects"});
  fs::path out = here / "plugin.so";
  Command inputs = {object, "-L" + kit().folder.string(), "-ldemo"};
  std::string said = check_refused(bare_ld("lld", out) + inputs, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("-ffat-lto-objects are fine with lld") {
  auto linker = GENERATE(as<std::string>(), "", "lld");
  Workshop here;
  fs::path object = here.compile("fat.o", kit().plugin, {"-flto", "-ffat-lto-objects"});
  fs::path out = here / "plugin.so";
  check_linked(driver("gcc", linker) +
                   Command{"-shared", "-o", out, object, "-L" + kit().folder.string(), "-ldemo"} + borrow(),
               out);
  CHECK(linker_of(out) == "lld");
  check_borrows_demo(out);
}

TEST_CASE("LTO works with the linkers that can do it") {
  auto [compiler, linker] = GENERATE(table<std::string, std::string>(
      {{"gcc", "bfd"}, {"gcc", "gold"}, {"gcc", "mold"}, {"clang-19", "lld"}, {"clang-19", ""}}));
  CAPTURE(compiler, linker);
  Workshop here;
  fs::path source = here.write("plugin.c", kit().plugin);
  fs::path out = here / "plugin.so";
  check_linked(driver(compiler, linker) +
                   Command{"-O2", "-fPIC", "-flto", "-shared", "-o", out, source,
                           "-L" + kit().folder.string(), "-ldemo"} +
                   borrow(),
               out);
  if (!linker.empty())
    CHECK(linker_of(out) == linker);
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("a linker script that only GNU ld reads makes a plain ld fall back") {
  Workshop here;
  fs::path out = here / "plugin.so";
  // STARTUP and LD_FEATURE are GNU ld's; LLD rejects them.
  auto directive = GENERATE(as<std::string>(), "LD_FEATURE(\"SANE_EXPR\")\n", "FORCE_COMMON_ALLOCATION\n");
  fs::path script;
  Command flags;
  SECTION("behind -T") {
    std::string builtin = must_run({"ld.bfd", "-shared", "--verbose"}).out;
    size_t begin = builtin.find("======\n", builtin.find("=====")) + 7;
    builtin = builtin.substr(begin, builtin.find("=====", begin) - begin);
    script = here.write("gnu.ld", directive + builtin);
    auto form = GENERATE(as<std::string>(), "-T", "--script=");
    flags = form == "-T" ? Command{"-T", script} : Command{"-Wl,--script=" + script.string()};
  }
  SECTION("as an input") {
    script = here.write("gnu.ld", directive + "demo_alias = plugin_answer;\n");
    flags = {script};
  }
  Command link = link_plugin(out, "", flags + Command{"-Wl,-v"});
  CHECK(check_golden(link, check_linked(link, out)));
  CHECK(linker_of(out) == "bfd");
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
  CHECK(run(link_plugin(out, "lld", flags)).exit_code != 0);
}

TEST_CASE("GNU ld's own script works with LLD and GNU ld") {
  auto linker = GENERATE(as<std::string>(), "", "lld", "bfd");
  CAPTURE(linker);
  Workshop here;
  std::string builtin = must_run({"ld.bfd", "-shared", "--verbose"}).out;
  size_t begin = builtin.find("======\n", builtin.find("=====")) + 7;
  fs::path script = here.write("builtin.ld", builtin.substr(begin, builtin.find("=====", begin) - begin));
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out, linker, {"-T", script}), out);
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("a flag that only GNU ld knows makes a plain ld fall back") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto flag =
      GENERATE(as<std::string>(), "--no-warn-rwx-segments", "--spare-dynamic-tags=9", "--ctf-variables");
  CAPTURE(flag);
  Command link = link_plugin(out, "", {"-Wl," + flag, "-Wl,-v"});
  Outcome outcome = check_linked(link, out);
  CHECK(check_golden(link, outcome));
  CHECK_THAT(outcome.err, ContainsSubstring(flag.substr(0, 14)));
  CHECK(linker_of(out) == "bfd");
  check_borrows_demo(out);
}

TEST_CASE("an emulation that weakrt does not know is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto form = GENERATE(Command{"-m", "arm64ecpe"}, Command{"-marm64ecpe"}, Command{"-melf32_x86_64"},
                       Command{"-m", "aarch64linuxb"}, Command{"-m", "elf_x86_64_fbsd"});
  std::string said = check_refused(bare_ld("", out) + plugin_inputs() + form, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("a link that is wrong is not tried twice") {
  Workshop here;
  fs::path out = here / "plugin.so";
  Outcome outcome =
      run(bare_ld("", out) + plugin_inputs() + Command{"-z", "defs", "-v", "--defsym=a=nowhere"});
  CHECK(outcome.exit_code == 1);
  CHECK(outcome.err.find("not by LLD") == std::string::npos);
}
