// A plugin for each machine that weakrt links for, by each linker that can: linked and inspected. Where there
// is a C library for it, tests/elf runs them; for loong64 there is none in Debian 12.
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

// What inspect tells of a plugin, without what differs: the format, the order of the imports, how many slots
// the linker made, and whether it was linked against a library with versions.
static std::string essence(const fs::path &plugin) {
  std::string filter = "del(.format) | .runtimes[].imports |= (sort_by(.name) | map(del(.slots, .version)))";
  return must_run(
             {"sh", "-c",
              fmt::format("'{}' inspect --json '{}' | jq '{}'", tool().string(), plugin.string(), filter)})
      .out;
}

static void check_inspected(const Machine &machine, const fs::path &plugin) {
  static const std::string expected = [] {
    static Workshop here;
    check_linked(link_plugin(here / "plugin.so"), here / "plugin.so");
    return essence(here / "plugin.so");
  }();
  std::string json = must_run({tool(), "inspect", "--json", plugin}).out;
  CHECK_THAT(json, ContainsSubstring(fmt::format("-{}\",", machine.name)));
  CHECK_THAT(json, ContainsSubstring("\"slots\": ") && !ContainsSubstring("\"slots\": 0"));
  CHECK(essence(plugin) == expected);
  check_borrows_demo(plugin);
}

// What the driver would say.
static std::string emulation_of(const Machine &machine) {
  std::string line = run({"clang-19", fmt::format("--target={}", machine.clang), "-shared", "-fPIC", "-x",
                          "c", "/dev/null", "-o", "/dev/null", "-###"})
                         .err;
  size_t at = line.find("\"-m\" \"") + 6;
  return line.substr(at, line.find('"', at) - at);
}

TEST_CASE("LLD links a plugin for each machine, and inspect tells what it borrows") {
  Workshop here;
  const Machine &machine = GENERATE(from_range(machines));
  CAPTURE(machine.name);
  const MachineKit &kit = kit_for(machine);
  fs::path out = here / "plugin.so";
  // For which machine is told by -m, or by the first object.
  auto by_object = GENERATE(true, false);
  Command emulation = by_object ? Command{} : Command{"-m", emulation_of(machine)};
  check_linked(bare_ld(GENERATE("", "lld"), out) + emulation + Command{kit.object, kit.library}, out);
  check_inspected(machine, out);
  // LLD is always the same one, so that the slots are, too.
  Command inspect = {tool(), "inspect", "--json", out};
  CHECK(check_golden(inspect, must_run(inspect)));
}

TEST_CASE(
    "each machine's plugin is linked without a library of the runtime, against the list of its symbols") {
  Workshop here;
  const Machine &machine = GENERATE(from_range(machines));
  CAPTURE(machine.name);
  fs::path out = here / "plugin.so";
  check_linked(bare_ld("", out, kit().symbols) + Command{kit_for(machine).object}, out);
  check_borrows_demo(out);
  std::string json = must_run({tool(), "inspect", "--json", out}).out;
  CHECK_THAT(json,
             ContainsSubstring(fmt::format("-{}\",", machine.name)) && ContainsSubstring("demo_answer"));
}

TEST_CASE("each machine's plugin with more imports than the record had room for at first") {
  Workshop here;
  const Machine &machine = GENERATE(from_range(machines));
  CAPTURE(machine.name);
  std::string runtime = kit().demo;
  std::string plugin = "int plugin_all(void) { return 0";
  std::string declared;
  for (int i = 0; i < 300; ++i) {
    runtime += fmt::format("int demo_{0}(void) {{ return {0}; }}\n", i);
    declared += fmt::format("int demo_{}(void);\n", i);
    plugin += fmt::format(" + demo_{}()", i);
  }
  Command clang = {"clang-19", fmt::format("--target={}", machine.clang), "-ffreestanding", "-fPIC"};
  must_run(clang +
           Command{"-c", here.write("plugin.c", declared + plugin + "; }\n"), "-o", here / "plugin.o"});
  must_run(clang + Command{"-nostdlib", "-shared", "-fuse-ld=lld", "-Wl,-soname,libdemo.so.1",
                           here.write("demo.c", runtime), "-o", here / "libdemo.so"});
  fs::path out = here / "plugin.so";
  check_linked(bare_ld("", out) + Command{here / "plugin.o", here / "libdemo.so"}, out);
  std::string json = must_run({tool(), "inspect", "--json", out}).out;
  CHECK(count(json, "\"slots\": 1") == 300);
}

// Why this linker cannot link for this machine; empty: it can.
static std::string_view unable(const Machine &machine, std::string_view linker) {
  if (linker == "mold" && machine.name == "ppc64le")
    return "mold 1.10 does not know R_PPC64_REL32 outside of .eh_frame";
  if (linker == "mold" && machine.name == "loong64")
    return "mold 1.10 does not know loong64";
  if (linker == "gold" && (machine.name == "riscv64" || machine.name == "loong64"))
    return "there is no gold for it";
  if (linker == "bfd" && machine.name == "loong64")
    return "Debian 12 has no GNU ld for it";
  return "";
}

TEST_CASE("the linker that a driver for another machine asks for is found") {
  Workshop here;
  const Machine &machine = GENERATE(from_range(machines));
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang");
  CAPTURE(machine.name, linker, compiler);
  if (compiler == "gcc" && machine.gcc.empty())
    return; // there is none
  std::string gcc = fmt::format("{}-gcc", machine.gcc);
  if (!run({"sh", "-c", fmt::format("command -v {0}-gcc {0}-ld", machine.gcc)}).ok() && !machine.gcc.empty())
    SKIP(fmt::format("{} or its linker is not there", gcc));
  if (std::string_view why = unable(machine, linker); !why.empty())
    SKIP(why);
  Command driver =
      compiler == "gcc" ? Command{gcc} : Command{"clang-19", fmt::format("--target={}", machine.clang)};
  if (!linker.empty())
    driver.push_back("-fuse-ld=" + linker);
  const MachineKit &kit = kit_for(machine);
  fs::path out = here / "plugin.so";
  // -nostdlib: what is tried is the linker, and clang for loong64 has no more.
  check_linked(driver +
                   Command{"-B" + ld_dir().string(), "-nostdlib", "-shared", "-o", out, kit.object,
                           "-L" + kit.folder.string(), "-ldemo"} +
                   borrow(),
               out);
  CHECK(linker_of(out) == (linker.empty() ? "lld" : linker));
  check_inspected(machine, out);
  // What has no weakrt flag is linked by the same one, a plain ld being GNU ld, and not by this machine's.
  if (linker.empty() && !unable(machine, "bfd").empty())
    return;
  check_linked(
      driver + Command{"-B" + ld_dir().string(), "-nostdlib", "-shared", "-o", out, kit.object, kit.library},
      out);
  CHECK_FALSE(run({tool(), "inspect", out}).ok());
}

TEST_CASE("gcc's slim LTO objects for another machine make a plain ld fall back to that machine's GNU ld") {
  Workshop here;
  const Machine &machine = GENERATE(from_range(machines));
  CAPTURE(machine.name);
  if (machine.gcc.empty())
    return;
  std::string gcc = fmt::format("{}-gcc", machine.gcc);
  if (!run({"sh", "-c", "command -v " + gcc}).ok())
    SKIP(gcc + " is not there");
  fs::path source = here.write("plugin.c", kit().plugin);
  must_run({gcc, "-O2", "-fPIC", "-flto", "-fno-fat-lto-objects", "-c", source, "-o", here / "plugin.o"});
  fs::path out = here / "plugin.so";
  check_linked(Command{gcc, "-O2", "-flto", "-B" + ld_dir().string(), "-nostdlib", "-shared", "-o", out,
                       here / "plugin.o", "-L" + kit_for(machine).folder.string(), "-ldemo"} +
                   borrow(),
               out);
  CHECK(linker_of(out) == "bfd");
  check_inspected(machine, out);
}

TEST_CASE("on Arm LLD's tables of the unwinder do not come between the relocations") {
  Workshop here;
  const MachineKit &kit = kit_for(machine("arm"));
  fs::path out = here / "plugin.so";
  Command link = bare_ld("lld", out) + Command{kit.object, kit.library};
  SECTION("which they do by themselves") {
    std::string sections = must_run({"sh", "-c",
                                     fmt::format("ld.lld-19 -shared '{}' '{}' -o '{}' && readelf -SW '{}'",
                                                 kit.object.string(), kit.library.string(),
                                                 (here / "hard.so").string(), (here / "hard.so").string())})
                               .out;
    size_t table = sections.find(" .rel.dyn ");
    size_t unwinder = sections.find(" .ARM.exidx ");
    CHECK((table < unwinder && unwinder < sections.find(" .rel.plt ")));
  }
  SECTION("with a script of the user's that adds a section") {
    link =
        link + Command{"-T", here.write("more.ld", "SECTIONS { .more : { *(.more) } } INSERT AFTER .data;")};
  }
  SECTION("with a script of the user's that says where they are") {
    link =
        link + Command{"-T", here.write("all.ld", "SECTIONS { . = SIZEOF_HEADERS; .dynsym : { *(.dynsym) } "
                                                  ".dynstr : { *(.dynstr) } "
                                                  ".rel.all : { *(.rel.dyn) *(.rel.plt) } }")};
  }
  check_linked(link, out);
  check_borrows_demo(out);
}
