// weakrt explain of plugins for Windows: who would provide the runtime, as far as files tell.
#include "kit.h"

#include "linkplugin/explain/explain.h"
#include "tests/support/golden.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <llvm/Support/Endian.h>

using namespace pe_test;

namespace {

constexpr std::string_view two = "version = \">=2, <3\"\noptional = [\"rt_maybe\"]\n";

/// A folder with a plugin, and a program that has nothing.
struct Scene {
  Workshop here;
  Maker maker;
  fs::path plugin;

  explicit Scene(std::string_view keys = two, std::string_view definition = "", const Kind &kind = kinds[0])
      : maker(here, kind), plugin(maker.plugin(keys, definition)) {}
  fs::path runtime(const std::string &name = "rt.dll", const Command &more = {}) const {
    return maker.dll(name, runtime_source, more);
  }
};

} // namespace

TEST_CASE("explain: a program for Windows that exports the runtime") {
  Scene scene(two, "", GENERATE(from_range(kinds)));
  const fs::path host = scene.maker.program("host.exe", runtime_source);
  const Command json = GENERATE(Command{}, Command{"--json"});
  CHECK(check_said(Command{"explain", scene.plugin, "--host", host} + json).ok());
}

TEST_CASE("explain: a program for Windows that imports the runtime") {
  Scene scene;
  fs::path library = scene.runtime();
  // As Windows, whatever the case.
  const std::string name = GENERATE("rt.dll", "RT.DLL");
  fs::rename(library, scene.here / name);
  const fs::path host = scene.maker.program(
      "host.exe", "int rt_add(int, int); int f(void) { return rt_add(1, 2); }", {scene.here / "rt.dll.a"});
  SECTION("beside it") {
    CHECK(check_said({"explain", scene.plugin, "--host", host}).ok());
  }
  SECTION("in a folder that is named") {
    fs::create_directory(scene.here / "lib");
    fs::rename(scene.here / name, scene.here / "lib" / name);
    // It is somewhere, and may be it.
    CHECK(check_said({"explain", scene.plugin, "--host", host}).ok());
    CHECK(check_said({"explain", scene.plugin, "--host", host, "--folder", scene.here / "lib"}).ok());
  }
}

TEST_CASE("explain: a program for Windows without the runtime, which is loaded") {
  Scene scene;
  const fs::path host = scene.maker.program("host.exe", "");
  SECTION("from beside the program") {
    scene.runtime();
    CHECK(check_said({"explain", scene.plugin, "--host", host}).ok());
  }
  SECTION("not at all") {
    CHECK(check_said({"explain", scene.plugin, "--host", host}).exit_code == 1);
  }
  SECTION("of another version") {
    scene.maker.dll("rt.dll", support::replaced(std::string(runtime_source), "2.3.4", "3.0.0"));
    CHECK(check_said({"explain", scene.plugin, "--host", host}).exit_code == 1);
  }
  SECTION("for another machine") {
    Workshop other;
    const Kind kind = GENERATE(kinds[1], kinds[2]);
    fs::copy_file(Maker(other, kind).dll("rt.dll", runtime_source), scene.here / "rt.dll");
    CHECK(check_said({"explain", scene.plugin, "--host", host}).exit_code == 1);
  }
  SECTION("with what it needs for another machine") {
    Workshop other;
    Maker(other, kinds[1]).dll("more.dll", "__declspec(dllexport) int more(void) { return 1; }");
    fs::copy_file(other / "more.dll", scene.here / "more.dll");
    scene.maker.import_library("more.dll", "more\n");
    scene.maker.dll("rt.dll", std::string(runtime_source) + "int more(void); int f(void) { return more(); }",
                    {scene.here / "more.dll.a"});
    CHECK(check_said({"explain", scene.plugin, "--host", host}).exit_code == 1);
  }
}

TEST_CASE("explain: the version that a file for Windows says it has") {
  Scene scene(two, "[runtime.definition.windows]\nversion = [{ kind = \"file\" }]\n");
  const fs::path host = scene.maker.program("host.exe", "");
  const std::string version = GENERATE("2,9,1,0", "3,0,0,7", "");
  Command more;
  if (!version.empty()) {
    const fs::path script =
        scene.here.write("rt.rc", "1 VERSIONINFO\nFILEVERSION " + version +
                                      "\nBEGIN\nBLOCK \"StringFileInfo\"\nBEGIN\nEND\nEND\n");
    more = {scene.here / "rt.res.o"};
    must_run({"x86_64-w64-mingw32-windres", script, more[0]});
  }
  scene.runtime("rt.dll", more);
  CHECK(check_said({"explain", scene.plugin, "--host", host}).ok() == (version == "2,9,1,0"));
}

TEST_CASE("explain: without a program only folders that are named are known") {
  Scene scene;
  scene.runtime();
  CHECK(check_said({"explain", scene.plugin}).exit_code == 1);
  CHECK(check_said({"explain", scene.plugin, "--folder", scene.here.folder()}).ok());
}

TEST_CASE("explain: where a manifest says that a library for Windows is") {
  const std::string name =
      GENERATE("$ORIGIN/rt.dll", "$ORIGIN/lib/rt.dll", "C:/rt/rt.dll", "\\\\server\\share\\rt.dll");
  Scene scene(two, "[runtime.definition.load]\nwindows = ['" + name + "']\n");
  scene.runtime();
  check_said({"explain", scene.plugin});
}

TEST_CASE("explain: what the environment names for a plugin for Windows") {
  Scene scene;
  scene.runtime("other.dll");
  const std::string value = GENERATE("other", "lib/other.dll");
  setenv("WEAKRT_LOAD_RT", value.c_str(), 1);
  check_said({"explain", scene.plugin, "--folder", scene.here.folder()});
  unsetenv("WEAKRT_LOAD_RT");
}

TEST_CASE("explain: a facade of forwarders is not the runtime") {
  Scene scene;
  const fs::path host = scene.maker.program("host.exe", "");
  scene.runtime("rt23.dll");
  const fs::path definition =
      scene.here.write("facade.def", "LIBRARY rt.dll\nEXPORTS\nrt_add = rt23.rt_add\n"
                                     "rt_identify = rt23.rt_identify\nrt_data = rt23.rt_data DATA\n"
                                     "rt_release = rt23.rt_release DATA\n");
  scene.maker.dll("rt.dll", "int unused;", {definition});
  CHECK(check_said({"explain", scene.plugin, "--host", host}).exit_code == 1);
}

TEST_CASE("explain: imports of Windows by ordinal") {
  Workshop here;
  const Maker maker(here);
  maker.import_library("rt.dll", "rt_add\nrt_data DATA\nrt_identify\nrt_maybe @12 NONAME\nrt_release DATA\n");
  const fs::path plugin = maker.plugin();
  const std::string exported = GENERATE("12", "13");
  const fs::path definition = here.write("host.def", "EXPORTS\nrt_maybe @" + exported + " NONAME\n");
  const fs::path host = maker.program(
      "host.exe", std::string(runtime_source) + "int rt_maybe(void) { return 1; }", {definition});
  check_said({"explain", plugin, "--host", host});
}

TEST_CASE("explain: a program for Windows that borrows is its own host") {
  Scene scene;
  const fs::path program = scene.here / "program.exe";
  must_run(scene.maker.plugin_link(program, two, "", {"-e", "plugin_run"}));
  scene.runtime();
  CHECK(check_said({"explain", program}).ok());
  CHECK(check_said({"explain", program, "--host", program}).exit_code == 1);
}

TEST_CASE("explain: two that have the runtime in a program for Windows") {
  Scene scene;
  scene.runtime();
  const fs::path host = scene.maker.program(
      "host.exe", std::string(runtime_source) + "int rt_maybe(void); int f(void) { return rt_maybe(); }",
      {scene.here / "rt.dll.a"});
  check_said({"explain", scene.plugin, "--host", host});
}

TEST_CASE("explain says what it cannot read of Windows") {
  Scene scene;
  const fs::path plain = scene.runtime();
  const fs::path elf = scene.here.library("elf.so", "int f(void) { return 1; }");
  scene.here.write("text", "nothing");
  scene.here.write("half.exe", read_file(plain).substr(0, 300));
  Workshop other;
  const fs::path other_machine = Maker(other, kinds[1]).program("host.exe", "");
  for (const fs::path &host :
       {plain, elf, scene.here / "text", scene.here / "half.exe", scene.here / "missing", scene.here.folder(),
        other_machine, fs::path("/dev/null")})
    CHECK(check_said({"explain", scene.plugin, "--host", host}).exit_code == 1);
  CHECK(check_said({"explain", scene.plugin, "--pid", "1"}).exit_code == 1);
  CHECK(check_said({"explain", plain}).exit_code == 1);
  CHECK(check_said({"explain", scene.here / "half.exe"}).exit_code == 1);
  CHECK(check_said({"explain", elf, "--folder", "/lib"}).exit_code == 1);
  // A plugin for Linux in a program for Windows.
  const fs::path manifest =
      scene.here.write("linux.toml", "[[runtime]]\nname = \"rt\"\n[runtime.definition]\n"
                                     "identify = [\"rt_add\"]\nsymbols = [\"rt_*\"]\n");
  scene.here.library("librt-here.so", "int rt_add(int a, int b) { return a + b; }");
  const fs::path linux_plugin = scene.here / "plugin.so";
  const fs::path object =
      scene.here.compile("linux.o", "int rt_add(int, int); int f(void) { return rt_add(1, 2); }");
  must_run({ld_dir() / "ld.lld", "-shared", "-o", linux_plugin, object, scene.here / "librt-here.so",
            "--weakrt-manifest=" + manifest.string()});
  CHECK(check_said({"explain", linux_plugin, "--host", plain}).exit_code == 1);
}

TEST_CASE("explain reads damaged files of Windows without harm") {
  Scene scene;
  const fs::path with = scene.maker.program("with.exe", runtime_source);
  const fs::path without = scene.maker.program("without.exe", "");
  const fs::path library = scene.runtime();
  // The file that is damaged, and who would run.
  for (const auto &[file, host] : {std::pair(with, with), std::pair(library, without)}) {
    size_t refused = 0, failed = 0;
    const std::string whole = read_file(file);
    for (const uint32_t value : {0u, 0x7fffffffu, 0xffffffffu, 0x2000u})
      for (size_t at = 0; at + 4 <= whole.size(); at += 4) {
        std::string bytes = whole;
        llvm::support::endian::write32le(bytes.data() + at, value);
        write_bytes(file, bytes);
        // Any answer, but no signal, of which the test would die.
        const auto explained = weakrt::explain::explain(scene.plugin, {host, std::nullopt}, {});
        refused += !explained;
        failed += explained && explained->outcome() == weakrt::explain::Outcome::fails;
      }
    write_bytes(file, whole);
    CHECK(refused + failed > 0);
  }
}

TEST_CASE("inspect and explain tell of a plugin for Windows that is bound at its first call") {
  Workshop here;
  const Maker maker(here, GENERATE(from_range(kinds)));
  const fs::path plugin = maker.plugin("bind = \"call\"\n", "", {}, functions_only);
  CHECK(check_said({"inspect", plugin}).ok());
  maker.dll("rt.dll", runtime_source);
  CHECK(check_said({"explain", plugin, "--host", maker.program("host.exe", "")}).ok());
}
