// Without a weakrt flag our ld is the linker that the driver would have run without us.
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace link_test;

// What the driver does by itself, to compare with.
static Command plain_driver(const std::string &compiler, const std::string &linker) {
  Command command = {compiler};
  if (!linker.empty())
    command.push_back("-fuse-ld=" + linker);
  return command;
}

static bool is_lld_of_ours(const std::string &compiler) {
  // Ours is linked in; another version of it writes other bytes.
  std::string theirs = run(plain_driver(compiler, "lld") + Command{"-Wl,--version"}).out;
  std::string ours = run({ld_dir() / "ld.lld", "--version"}).out;
  return theirs.substr(0, theirs.find('(')) == ours.substr(0, ours.find('('));
}

TEST_CASE("without weakrt flags the output is the real linker's, byte for byte") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(compiler, linker);
  Workshop here;
  Command line = Command{"-shared", "-o", here / "out.so"} + plugin_inputs();
  must_run(plain_driver(compiler, linker) + line);
  std::string theirs = read_file(here / "out.so");
  Outcome ours = run(driver(compiler, linker) + line);
  CHECK(ours.ok());
  CHECK(ours.err == "");
  if (linker == "lld" && !is_lld_of_ours(compiler))
    CHECK(linker_of(here / "out.so") == "lld");
  else
    CHECK((read_file(here / "out.so") == theirs));
}

TEST_CASE("without weakrt flags a failing link fails as the real linker's does") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(compiler, linker);
  Workshop here;
  Command line = {"-shared", "-o", here / "out.so", kit().object, "-Wl,-z,defs"};
  Outcome theirs = run(plain_driver(compiler, linker) + line);
  Outcome ours = run(driver(compiler, linker) + line);
  CHECK(ours.exit_code == theirs.exit_code);
  CHECK(ours.exit_code != 0);
  CHECK(ours.err.find("demo_add") != std::string::npos);
  // clang names the linker that it ran in its last line.
  if (compiler == "gcc" && linker != "lld")
    CHECK(ours.err == theirs.err);
}

TEST_CASE("executables, -r and static links pass through") {
  Workshop here;
  fs::path main = here.compile("main.o", "int main(void) { return 7; }");
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(linker);
  CHECK(run(driver("gcc", linker) + Command{"-o", here / "main", main}).ok());
  CHECK(run({here / "main"}).exit_code == 7);
  CHECK(run(driver("gcc", linker) + Command{"-static", "-o", here / "static", main}).ok());
  CHECK(run({here / "static"}).exit_code == 7);
  CHECK(run(driver("gcc", linker) + Command{"-r", "-nostdlib", "-o", here / "r.o", main}).ok());
}

TEST_CASE("-v, --version and --help are the real linker's") {
  auto linker = GENERATE(as<std::string>(), "ld", "ld.bfd", "ld.gold", "ld.mold");
  auto flag = GENERATE(as<std::string>(), "-v", "--version", "-V", "--help");
  CAPTURE(linker, flag);
  Outcome theirs = run({linker, flag});
  Outcome ours = run({ld_dir() / linker, flag});
  CHECK(ours.exit_code == theirs.exit_code);
  CHECK(ours.err == theirs.err);
  // A help text names the program.
  if (flag != "--help")
    CHECK(ours.out == theirs.out);
  CHECK_FALSE(ours.out.empty());
}

TEST_CASE("build systems learn from our ld.lld that it is LLD") {
  Outcome version = run({ld_dir() / "ld.lld", "--version"});
  CHECK(version.ok());
  CHECK(version.out.find("LLD 19") != std::string::npos);
  CHECK(run(driver("gcc", "lld") + Command{"-Wl,--version"}).out.find("LLD") != std::string::npos);
}

TEST_CASE("with weakrt flags in LDFLAGS a build system can still ask for the version") {
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(linker);
  Workshop here;
  Outcome outcome =
      run(in_folder(here.folder(), driver("gcc", linker) + Command{"-Wl,--version"} + borrow()));
  CHECK(outcome.ok());
  std::string name = linker == "lld" ? "LLD" : linker == "mold" ? "mold" : linker.empty() ? "" : "GNU";
  CHECK_FALSE(outcome.out.empty());
  CHECK(outcome.out.find(name) != std::string::npos);
}

TEST_CASE("what is no response file stays as it is") {
  Workshop here;
  // For GNU ld this is the name of an input that does not exist.
  Outcome theirs = run({"ld", "-o", here / "out", "@nowhere"});
  Outcome ours = run({ld_dir() / "ld", "-o", here / "out", "@nowhere"});
  CHECK(ours.exit_code == theirs.exit_code);
  CHECK(ours.err.substr(ours.err.find(':')) == theirs.err.substr(theirs.err.find(':')));
}
