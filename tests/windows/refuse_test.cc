// on-failure = "refuse": Windows does not load a plugin that cannot be bound, and its host knows why.
#include "tests/support/files.h"
#include "tests/support/process.h"
#include "wine.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <cstdlib>
#include <filesystem>

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using Catch::Matchers::StartsWith;
using support::Command;
using support::Outcome;
using namespace windows_test;

const fs::path sources = SOURCE_DIR;

Outcome must_run(const Command &command) {
  Outcome outcome = support::run(command);
  INFO(support::shell_quoted(command) << "\n" << outcome.out << outcome.err);
  REQUIRE(outcome.ok());
  return outcome;
}

/// A folder with rt.dll, the watcher and what is linked with a manifest that wants to be refused.
struct Workshop {
  fs::path folder = fs::path(std::getenv("WEAKRT_TEST_WORK")) / "refuse";
  Command gcc = {"x86_64-w64-mingw32-gcc", "-O1", "-I" + (sources / "../../stub/include").string()};
  Command weak = {"-B" + std::string(std::getenv("WEAKRT_LD_DIR")), "-L" + folder.string(), "-lrt",
                  "-Xlinker", "--weakrt-manifest=" + (folder / "refuse.toml").string()};

  Workshop() {
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::string manifest = support::read_file(sources / "rt.toml");
    manifest.insert(manifest.find("version"), "on-failure = \"refuse\"\n");
    support::write_bytes(folder / "refuse.toml", manifest);
    make({"-shared", sources / "rt.c", "-o", folder / "rt.dll",
          "-Wl,--out-implib," + (folder / "librt.dll.a").string()});
    make({sources / "watcher.c", "-o", folder / "watcher.exe"});
  }

  Outcome make(const Command &more, const Command &last = {}) const {
    Command command = gcc;
    command.insert(command.end(), more.begin(), more.end());
    command.insert(command.end(), last.begin(), last.end());
    return must_run(command);
  }
};

} // namespace

TEST_CASE("a plugin that refuses is not loaded where it cannot be bound, and its host has the story") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Workshop here;
  const std::string linker = GENERATE("bfd", "lld");
  CAPTURE(linker);
  here.make({"-shared", "-nostdlib", "-Wl,-e,plugin_entry", sources / "refused.c", "-o",
             here.folder / "plugin.dll", "-fuse-ld=" + linker},
            [&] {
              Command last = here.weak;
              last.push_back("-lkernel32");
              return last;
            }());
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
  here.make({"-shared", sources / "refused.c", "-o", here.folder / "plugin.dll",
             "-Wl,--out-implib," + (here.folder / "libplugin.dll.a").string()},
            here.weak);
  support::write_bytes(here.folder / "user.c", "#include <stdio.h>\nint plugin_run(void);\n"
                                               "int main(void) { puts(\"main\"); return plugin_run(); }\n");
  here.make({here.folder / "user.c", here.folder / "libplugin.dll.a", "-o", here.folder / "user.exe"});
  const Outcome bound = run_in_wine(here.folder, {"user.exe"});
  CHECK(bound.out == "main\n");
  CHECK(bound.exit_code == 0);
  fs::remove(here.folder / "rt.dll");
  const Outcome refused = run_in_wine(here.folder, {"user.exe"});
  CHECK(refused.out == "");
  CHECK(refused.exit_code != 0);
}

TEST_CASE("a program that borrows is started all the same, which the link says") {
  const Workshop here;
  support::write_bytes(here.folder / "program.c", "__declspec(dllimport) int rt_add(int, int);\n"
                                                  "int main(void) { return rt_add(1, 2); }\n");
  const Outcome linked = here.make({here.folder / "program.c", "-o", here.folder / "program.exe"}, here.weak);
  CHECK_THAT(linked.err,
             ContainsSubstring("refuse.toml:3:14: warning: on-failure = \"refuse\" is of libraries "
                               "only: a program is started all the same"));
}
