// The verbs of `weakrt`, its exit codes, and where its output goes.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("--help and --version go to stdout") {
  auto flags = GENERATE(Command{"--version"}, Command{"--help"}, Command{"-h"}, Command{"check", "--help"},
                        Command{"inspect", "--help"}, Command{"print", "--help"}, Command{"link", "--help"},
                        Command{"explain", "--help"});
  CAPTURE(flags);
  Command command = Command{tool()} + flags;
  Outcome outcome = run(command);
  CHECK(outcome.ok());
  CHECK(outcome.err == "");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("wrong usage is exit code 2, told on stderr") {
  auto flags = GENERATE(Command{}, Command{"nothing"}, Command{"inpsect"}, Command{"inspect"},
                        Command{"inspect", "a", "b"}, Command{"inspect", "--yaml", "a"}, Command{"print"},
                        Command{"print", "nothing"}, Command{"check"}, Command{"link"},
                        Command{"link", "--runtime"}, Command{"link", "--", "true"}, Command{"--unknown"});
  CAPTURE(flags);
  Command command = Command{tool()} + flags;
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 2");
  CHECK(outcome.out == "");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("print tells folders that exist") {
  auto what = GENERATE(as<std::string>(), "ld-dir", "include-dir", "manifest-dir", "stub-dir");
  Outcome outcome = must_run({tool(), "print", what});
  REQUIRE(outcome.out.ends_with("\n"));
  fs::path folder = outcome.out.substr(0, outcome.out.size() - 1);
  CHECK(folder.is_absolute());
  CHECK(fs::is_directory(folder));
  if (what == "include-dir")
    CHECK(fs::exists(folder / "weakrt/weakrt.h"));
  if (what == "ld-dir")
    CHECK(fs::equivalent(folder, ld_dir()));
}

TEST_CASE("print says that a build folder has no CMake modules") {
  Command command = {tool(), "print", "cmake-dir"};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(outcome.out == "");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("check accepts good manifests and tells every error of bad ones") {
  Workshop here;
  fs::path folder = must_run({tool(), "print", "manifest-dir"}).out;
  std::string shipped = folder.string().substr(0, folder.string().size() - 1);
  CHECK(
      run({tool(), "check", shipped + "/python.toml", shipped + "/node.toml", kit().manifest, kit().symbols})
          .ok());
  fs::path bad = here.write("bad.toml", "[[runtime]]\nname = 1\nverison = \"x\"\n");
  Command command = {tool(), "check", kit().manifest, bad, here / "missing.toml"};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
  CHECK_THAT(outcome.out, ContainsSubstring("demo.toml: ok") && !ContainsSubstring("bad.toml"));
}

TEST_CASE("check of a file that cannot be read is one error") {
  Workshop here;
  // Nothing is mapped at its beginning, so reading fails for root, too.
  fs::path file = ONE_OF(here / "missing.toml", here.folder(), fs::path("/proc/self/mem"),
                         here.write("large.toml", std::string(size_t{4} << 20, '#')));
  Command command = {tool(), "check", file};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("a weakrt without its own files says so") {
  Workshop here;
  fs::copy_file(tool(), here / "weakrt");
  Command command = {here / "weakrt", "print", "ld-dir"};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("a weakrt without a stub for the link's machine says so") {
  Workshop here;
  for (const char *folder : {"bin", "libexec/weakrt", "share/weakrt/manifests", "share/weakrt/stub"})
    fs::create_directories(here / folder);
  fs::copy_file(tool(), here / "bin/weakrt");
  fs::create_symlink("../../bin/weakrt", here / "libexec/weakrt/ld");
  fs::path out = here / "plugin.so";
  check_refused(Command{here / "libexec/weakrt/ld", "-shared", "-o", out,
                        "--weakrt-manifest=" + kit().manifest.string()} +
                    plugin_inputs(),
                out);
}

TEST_CASE("an installed weakrt whose manifests are gone or are none says so") {
  Workshop here;
  for (const char *folder : {"bin", "share/weakrt/manifests", "share/weakrt/stub"})
    fs::create_directories(here / folder);
  fs::copy_file(tool(), here / "bin/weakrt");
  auto shipped = GENERATE(false, true);
  if (shipped)
    here.write("share/weakrt/manifests/demo.toml", "[[runtime]]\nname = \"demo\"\n");
  Command command = {here / "bin/weakrt", "check",
                     here.write("plugin.toml", "[[runtime]]\nname = \"demo\"\n")};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("link adds our folder and flags to a driver") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19", "/usr/bin/gcc");
  auto linker = GENERATE(as<std::string>(), "-fuse-ld=bfd", "-fuse-ld=gold", "-fuse-ld=lld", "-fuse-ld=mold");
  CAPTURE(compiler, linker);
  check_linked(
      Command{tool(), "link", "--manifest", kit().manifest, "--", compiler, linker, "-shared", "-o", out} +
          plugin_inputs(),
      out);
  CHECK(linker_of(out) == linker.substr(9));
  check_borrows_demo(out);
}

TEST_CASE("link takes several manifests and runtimes") {
  Workshop here;
  fs::path out = here / "plugin.so";
  Command link = {tool(),           "link", "--manifest", kit().manifest, "--runtime", "python@>=3.8",
                  "--runtime=node", "--",   "gcc",        "-shared",      "-o",        out};
  check_linked(link + plugin_inputs(), out);
  std::string json = must_run({tool(), "inspect", "--json", out}).out;
  for (const char *name : {"demo", "python", "node"})
    CHECK_THAT(json, ContainsSubstring("\"name\": \"" + std::string(name) + "\""));
}

TEST_CASE("link passes the driver's exit code and words on") {
  Workshop here;
  fs::path fake = here.script("my cc", "for a; do echo \"<$a>\"; done; exit 23");
  Outcome outcome =
      run({tool(), "link", "--manifest", "m, n.toml", "--", fake, "a b", "--json", "-o", "--", "x"});
  CHECK(outcome.exit_code == 23);
  CHECK_THAT(outcome.out, ContainsSubstring("<--weakrt-manifest=m, n.toml>\n") &&
                              ContainsSubstring("<a b>\n<--json>\n<-o>\n<-->\n<x>\n"));
  CHECK_THAT(outcome.out, ContainsSubstring("<-B" + must_run({tool(), "print", "ld-dir"}).out.substr(0, 4)));
}

TEST_CASE("link of a driver that is not there is one error") {
  Workshop here;
  Command command = {tool(), "link", "--runtime", "python", "--", here / "no-compiler", "-shared"};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}
