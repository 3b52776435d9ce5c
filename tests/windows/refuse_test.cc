// on-failure = "refuse": Windows does not load a plugin that cannot be bound, and its host knows why.
#include "kit.h"

#include "tests/support/files.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

namespace {

using namespace windows_test;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;

/// A folder with rt.dll, and the manifest of who wants to be refused.
struct Workshop {
  fs::path folder = work() / "refuse";
  fs::path manifest = folder / "refuse.toml";
  Command compile = {"x86_64-w64-mingw32-gcc", "-O1", "-I" + (sources / "../../stub/include").string()};

  Workshop() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(kit() / "rt.dll", folder / "rt.dll");
    std::string text = support::read_file(sources / "rt.toml");
    text.insert(text.find("version"), "on-failure = \"refuse\"\n");
    support::write_bytes(manifest, text);
  }

  Command weak_link(const Command &what, const std::string &linker = "") const {
    return compile + what + Command{"-L" + kit().string(), "-lrt"} + weakrt_flags(linker, manifest);
  }
};

} // namespace

TEST_CASE("a plugin that refuses is not loaded where it cannot be bound, and its host has the story") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Workshop here;
  const std::string linker = GENERATE("bfd", "lld");
  CAPTURE(linker);
  must_run(here.compile + Command{sources / "watcher.c", "-o", here.folder / "watcher.exe"});
  must_run(here.weak_link({"-shared", "-nostdlib", "-Wl,-e,plugin_entry", sources / "refused.c", "-o",
                           here.folder / "plugin.dll"},
                          linker) +
           Command{"-lkernel32"});
  const Outcome bound = run_in_wine(here.folder, {"watcher.exe", "plugin.dll"});
  CHECK(bound.out == "error 0, attach entered\n");
  CHECK(bound.exit_code == 0);
  fs::remove(here.folder / "rt.dll");
  const Outcome refused = run_in_wine(here.folder, {"watcher.exe", "plugin.dll"});
  CHECK_THAT(refused.out, StartsWith("error 1114, not entered\nrt for "));
  CHECK_THAT(refused.out, ContainsSubstring("rt.dll: cannot be loaded: "));
  CHECK(refused.err == "");
  CHECK(refused.exit_code == 3);
}

TEST_CASE("a program that imports a plugin that refuses does not start") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Workshop here;
  must_run(here.weak_link({"-shared", sources / "refused.c", "-o", here.folder / "plugin.dll",
                           "-Wl,--out-implib," + (here.folder / "libplugin.dll.a").string()}));
  support::write_bytes(here.folder / "user.c", "#include <stdio.h>\nint plugin_run(void);\n"
                                               "int main(void) { puts(\"main\"); return plugin_run(); }\n");
  must_run(here.compile +
           Command{here.folder / "user.c", here.folder / "libplugin.dll.a", "-o", here.folder / "user.exe"});
  const Outcome bound = run_in_wine(here.folder, {"user.exe"});
  CHECK(bound.out == "main\n");
  CHECK(bound.exit_code == 0);
  fs::remove(here.folder / "rt.dll");
  const Outcome refused = run_in_wine(here.folder, {"user.exe"});
  CHECK(refused.out == "");
  CHECK(refused.exit_code != 0);
}

// What nobody has is to be found at the first call; what is there and does not fit never will be.
TEST_CASE("a plugin that is bound at its first call refuses what does not fit") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Workshop here;
  support::write_bytes(here.folder / "call.c", "__declspec(dllimport) int rt_add(int, int);\n"
                                               "__declspec(dllexport) int plugin_run(void) {\n"
                                               "  return rt_add(40, 2) - 42;\n}\n");
  for (const std::string range : {">=2, <3", ">=3"}) {
    std::string manifest = support::read_file(sources / "rt.toml");
    manifest.replace(manifest.find(">=2, <3"), 7, range);
    manifest.insert(manifest.find("version"), "bind = \"call\"\non-failure = \"refuse\"\n");
    support::write_bytes(here.manifest, manifest);
    const bool fits = range != ">=3";
    must_run(here.weak_link({"-shared", here.folder / "call.c", "-o", here.folder / "plugin.dll"}, "lld"));
    fs::copy_file(kit() / "host.exe", here.folder / "host.exe", fs::copy_options::overwrite_existing);
    const Outcome loaded = run_in_wine(here.folder, {"host.exe", "plugin.dll", "rt.dll"});
    const Outcome absent = run_in_wine(here.folder, {"host.exe", "plugin.dll"});
    CAPTURE(range, loaded.out, loaded.err, absent.out, absent.err);
    CHECK(loaded.exit_code == (fits ? 0 : 3));
    CHECK((loaded.out == "no plugin: error 1114\n") == !fits);
    CHECK_THAT(absent.out, StartsWith("rt.dll is not there\nweakrt: absent, "));
  }
}
