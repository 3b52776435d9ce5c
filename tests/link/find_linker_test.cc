// Finding the linker that would have run without us, and passing on how it ended.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <cstdlib>
#include <fmt/format.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

// A linker that can be told from a real one.
static fs::path decoy(const Workshop &here, std::string_view name) {
  return here.script(name, "echo decoy $0 >&2; exit 33");
}

static std::string path_with(const fs::path &folder) {
  return fmt::format("PATH={}:{}", folder.string(), std::getenv("PATH"));
}

TEST_CASE("a linker in COMPILER_PATH is the real one") {
  auto name = GENERATE(as<std::string>(), "ld", "ld.bfd", "ld.gold", "ld.mold");
  CAPTURE(name);
  Workshop here;
  decoy(here, name);
  fs::path out = here / "plugin.so";
  std::string compiler_path = "COMPILER_PATH=" + here.folder().string();
  Outcome transparent = run(with_environment({compiler_path}, {ld_dir() / name, "-o", out}));
  CHECK(transparent.exit_code == 33);
  if (name == "ld") // LLD does it where a weakrt flag is given
    return;
  Outcome weak =
      run(with_environment({compiler_path}, Command{ld_dir() / name, "-shared", "-o", out,
                                                    "--weakrt-manifest=" + kit().manifest.string()} +
                                                plugin_inputs()));
  CHECK(weak.exit_code == 33);
}

TEST_CASE("COMPILER_PATH comes before PATH") {
  Workshop here;
  fs::create_directory(here / "real");
  for (const char *name : {"ld", "ld.bfd"}) {
    decoy(here, name);
    fs::create_symlink("/usr/bin/ld.bfd", here / "real" / name);
  }
  Command environment = {path_with(here.folder()), "COMPILER_PATH=" + (here / "real").string()};
  CHECK(run(with_environment(environment, {ld_dir() / "ld", "-v"})).ok());
  fs::path out = here / "plugin.so";
  check_linked(with_environment(environment, bare_ld("bfd", out) + plugin_inputs()), out);
  check_borrows_demo(out);
}

TEST_CASE("our folder in COMPILER_PATH and PATH does not run us again") {
  auto name = GENERATE(as<std::string>(), "ld", "ld.bfd", "ld.gold", "ld.mold");
  Workshop here;
  Command environment = {path_with(ld_dir()), "COMPILER_PATH=" + ld_dir().string()};
  Outcome version = run(with_environment(environment, {"timeout", "10", ld_dir() / name, "-v"}));
  CHECK(version.ok());
  CHECK_FALSE(version.out.empty());
}

TEST_CASE("a second weakrt in the search path does not run us again") {
  Workshop here;
  fs::create_directories(here / "linkplugin/ld-dir");
  fs::copy_file(tool(), here / "linkplugin/weakrt");
  fs::create_symlink("../weakrt", here / "linkplugin/ld-dir/ld.bfd");
  fs::create_symlink("../weakrt", here / "linkplugin/ld-dir/ld");
  auto name = GENERATE(as<std::string>(), "ld", "ld.bfd");
  std::string both =
      fmt::format("COMPILER_PATH={}:{}", (here / "linkplugin/ld-dir").string(), ld_dir().string());
  Outcome version = run(with_environment({both}, {"timeout", "2", ld_dir() / name, "-v"}));
  CHECK(version.how_it_ended() == "exit code 0");
  CHECK_THAT(version.out, ContainsSubstring("GNU ld"));
}

TEST_CASE("what a driver would have run without us is run, whatever stands in PATH") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  Workshop here;
  decoy(here, "ld");
  decoy(here, "ld.bfd");
  fs::path main = here.compile("main.o", "int main(void) { return 0; }");
  auto linker = GENERATE(as<std::string>(), "", "-fuse-ld=bfd");
  CAPTURE(compiler, linker);
  Command rest = {"-o", here / "main", main};
  if (!linker.empty())
    rest.push_back(linker);
  Outcome theirs = run(with_environment({path_with(here.folder())}, Command{compiler} + rest));
  Outcome ours = run(with_environment({path_with(here.folder())}, driver(compiler) + rest));
  CHECK(ours.exit_code == theirs.exit_code);
  CHECK(count(ours.err, "decoy") == count(theirs.err, "decoy"));
}

TEST_CASE("a decoy in PATH is not taken where COMPILER_PATH of the driver has the linker") {
  Workshop here;
  decoy(here, "ld.bfd");
  fs::create_directory(here / "toolchain");
  fs::create_symlink("/usr/bin/ld.bfd", here / "toolchain/ld.bfd");
  fs::path out = here / "plugin.so";
  // A second -B is how gcc is told where its linker is.
  check_linked(with_environment({path_with(here.folder())},
                                driver("gcc", "bfd") +
                                    Command{"-B" + (here / "toolchain").string(), "-shared", "-o", out} +
                                    plugin_inputs() + borrow()),
               out);
  CHECK(linker_of(out) == "bfd");
}

TEST_CASE("the linker beside clang comes before PATH") {
  Workshop here;
  fs::create_directory(here / "clang");
  fs::create_directory(here / "path");
  here.script("clang/ld.bfd", "exit 44");
  here.script("path/ld.bfd", "exit 45");
  // Whatever runs us by the name of clang is clang to us.
  fs::copy_file("/bin/dash", here / "clang/clang-19");
  Outcome outcome =
      run(with_environment({path_with(here / "path"), "COMPILER_PATH="},
                           {here / "clang/clang-19", "-c", "\"$0\" -v; exit $?", ld_dir() / "ld.bfd"}));
  CHECK(outcome.exit_code == 44);
}

TEST_CASE("for another machine the linker with its name in front is the real one") {
  Workshop here;
  here.script("aarch64-linux-gnu-ld.bfd", "exit 44");
  here.script("x86_64-linux-gnu-ld.bfd", "exit 45");
  here.script("riscv64-linux-musl-ld.bfd", "exit 46");
  here.script("ld.bfd", "exit 47");
  auto [emulation, code] =
      GENERATE(table<std::string, int>({{"-maarch64linux", 44},
                                        {"-melf_x86_64", 47},  // this one
                                        {"-melf64lriscv", 47}, // there is none, but this may be able to
                                        {"-melf64_sparc", 47},
                                        {"-v", 47}}));
  CAPTURE(emulation);
  Command environment = {"PATH=" + here.folder().string(), "COMPILER_PATH="};
  CHECK(run(with_environment(environment, {ld_dir() / "ld.bfd", emulation})).exit_code == code);
  fs::path out = here / "plugin.so";
  const Machine &other = machine("aarch64");
  Command inputs = emulation == "-maarch64linux" ? Command{kit_for(other).object, kit_for(other).library}
                                                 : plugin_inputs();
  if (code == 44 || emulation == "-melf_x86_64")
    CHECK(run(with_environment(environment, bare_ld("bfd", out) + Command{emulation} + inputs)).exit_code ==
          code);
}

TEST_CASE("the linker with clang's target in front of its name is the real one") {
  Workshop here;
  fs::create_directory(here / "clang");
  here.script("riscv64-linux-musl-ld.bfd", "exit 46");
  here.script("riscv64-linux-gnu-ld.bfd", "exit 47");
  // Whatever runs us by the name of clang is clang to us.
  fs::copy_file("/bin/dash", here / "clang/clang-19");
  auto [option, target, code] =
      GENERATE(table<std::string, std::string, int>({{"--target=riscv64-linux-musl", "", 46},
                                                     {"-target", "riscv64-linux-musl", 46},
                                                     {"--target=riscv64-unknown-linux-gnu", "", 47}}));
  CAPTURE(option, target);
  Outcome outcome =
      run(with_environment({path_with(here.folder()), "COMPILER_PATH="},
                           Command{here / "clang/clang-19", "-c", "\"$0\" -m elf64lriscv -v; exit $?",
                                   ld_dir() / "ld.bfd", option, target}));
  CHECK(outcome.exit_code == code);
}

TEST_CASE("a linker that is not there is one error with the fix") {
  Workshop here;
  auto kind = GENERATE(as<std::string>(), "with a flag", "without", "for another machine");
  fs::path out = here / "plugin.so";
  Command line = kind == "with a flag" ? bare_ld("mold", out) + plugin_inputs()
                 : kind == "without"   ? Command{ld_dir() / "ld.mold", "-v"}
                                       : Command{ld_dir() / "ld.bfd", "-m", "aarch64linux", "-v"};
  Command command = Command{"/usr/bin/env", "PATH=" + here.folder().string(), "COMPILER_PATH="} + line;
  Outcome outcome = run(command);
  CHECK(outcome.exit_code == 1);
  CHECK(check_golden(command, outcome));
  CHECK_FALSE(fs::exists(out));
}

TEST_CASE("the real linker's exit code is passed through") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto code = GENERATE(1, 2, 17, 255);
  // It leaves something behind as some linkers do.
  fs::path fake = here.script(
      "fake", fmt::format("for o; do [ \"$p\" = -o ] && echo half > \"$o\"; p=$o; done\nexit {}", code));
  auto stale = GENERATE(false, true);
  if (stale)
    write_bytes(out, "stale");
  Outcome outcome = run(bare_ld("", out) + Command{"--weakrt-linker=" + fake.string()} + plugin_inputs());
  CHECK(outcome.exit_code == code);
  CHECK(outcome.signal == 0);
  CHECK_FALSE(fs::exists(out));
  CHECK_FALSE(fs::exists(here / "plugin.so.weakrt"));
}

TEST_CASE("a killed linker gives 128 + the signal") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto [name, number] = GENERATE(table<std::string, int>({{"TERM", 15}, {"SEGV", 11}, {"KILL", 9}}));
  fs::path fake = here.script("fake", fmt::format("ulimit -c 0; kill -{} $$", name));
  Outcome outcome = run(bare_ld("", out) + Command{"--weakrt-linker=" + fake.string()} + plugin_inputs());
  CHECK(outcome.how_it_ended() == fmt::format("exit code {}", 128 + number));
  CHECK_FALSE(fs::exists(out));
  CHECK_FALSE(fs::exists(here / "plugin.so.weakrt"));
}

TEST_CASE("a linker that says it is done but wrote nothing, or nonsense, is an error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto body = GENERATE(as<std::string>(), "exit 0",
                       "for o; do [ \"$p\" = -o ] && echo nonsense > \"$o\"; p=$o; done\nexit 0");
  fs::path fake = here.script("fake", body);
  check_refused(bare_ld("", out) + Command{"--weakrt-linker=" + fake.string()} + plugin_inputs(), out);
}

TEST_CASE("a linker that cannot be run is an error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path text = here.write("text", "no program");
  auto path = ONE_OF(text.string(), (here / "missing").string(), here.folder().string());
  check_refused(bare_ld("", out) + Command{"--weakrt-linker=" + path} + plugin_inputs(), out);
}

TEST_CASE("the linker gets what it was given, and the real linker's environment") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path fake = here.script("fake", "echo \"$MARK\" \"$@\" >&2; exit 3");
  Outcome outcome = run(with_environment(
      {"MARK=here"}, bare_ld("", out) + plugin_inputs() +
                         Command{"--weakrt-linker=" + fake.string(), "--unknown", "-z", "odd"}));
  CHECK_THAT(outcome.err, ContainsSubstring("here "));
  CHECK_THAT(outcome.err, ContainsSubstring("--unknown -z odd"));
  CHECK_THAT(outcome.err, !ContainsSubstring("--weakrt-"));
}
