// The verbs of `weakrt`, its exit codes, and where its output goes.
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

TEST_CASE("--help and --version go to stdout") {
  auto flags = GENERATE(Command{"--version"}, Command{"--help"}, Command{"-h"}, Command{"check", "--help"},
                        Command{"manifest", "--help"}, Command{"inspect", "--help"},
                        Command{"print", "--help"}, Command{"link", "--help"}, Command{"explain", "--help"});
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

namespace {

/// The least that a runtime manifest can be, with these further lines.
std::string runtime_manifest(std::string_view name, std::string_view identify, std::string_view more = "") {
  return fmt::format("name = \"{}\"\nidentify = [{}]\nsymbols = [\"x_*\"]\n{}\n", name, identify, more);
}

} // namespace

TEST_CASE("check of a folder is of the manifests in it, in the order of their names") {
  Workshop here;
  fs::create_directory(here / "manifests");
  here.write("manifests/readme.txt", "no manifest");
  SECTION("all are good") {
    here.write("manifests/b.toml", runtime_manifest("b", "\"b_1\""));
    here.write("manifests/a.toml", runtime_manifest("a", "\"a_1\""));
  }
  SECTION("one is bad") {
    here.write("manifests/b.toml", "name = 1\n");
    here.write("manifests/a.toml", runtime_manifest("a", "\"a_1\""));
  }
  SECTION("there is none") {}
  Command command = {tool(), "check", here / "manifests"};
  CHECK(check_golden(command, run(command)));
}

TEST_CASE("check finds a runtime for which another would be taken") {
  Workshop here;
  fs::path both =
      here.write("both.toml", runtime_manifest("both", "\"x_1\", \"x_2\", \"y_1\"", "also = [\"part\"]"));
  fs::path part = here.write("part.toml", runtime_manifest("part", "\"x_1\", \"x_2\""));
  SECTION("its identifying symbols are among the other's") {
    here.write("both.toml", runtime_manifest("both", "\"x_1\", \"x_2\", \"y_1\""));
    Command command = {tool(), "check", both, part};
    CHECK(check_golden(command, run(command)));
  }
  SECTION("they are among what the other lists") {
    here.write("both.symbols", "function x_1\ndata x_2\n");
    here.write("both.toml", runtime_manifest("both", "\"y_1\"", "interface = \"both.symbols\""));
    Command command = {tool(), "check", both, part};
    CHECK(check_golden(command, run(command)));
  }
  SECTION("the other says that it is it as well") {
    CHECK(run({tool(), "check", both, part}).ok());
  }
  SECTION("it says that it is what there is not") {
    Command command = {tool(), "check", both};
    CHECK(check_golden(command, run(command)));
  }
  SECTION("both are of one name") {
    Command command = {tool(), "check", part, here.write("again.toml", runtime_manifest("part", "\"z_1\""))};
    CHECK(check_golden(command, run(command)));
  }
  SECTION("by what they are identified on Windows") {
    here.write("both.toml", runtime_manifest("both", "\"y_1\"", "[windows]\nidentify = [\"w_1\", \"w_2\"]"));
    here.write("part.toml", runtime_manifest("part", "\"x_1\"", "[windows]\nidentify = [\"w_1\"]"));
    CHECK(run({tool(), "check", both, part}).how_it_ended() == "exit code 1");
  }
  SECTION("it has one symbol that the other has not") {
    here.write("both.toml", runtime_manifest("both", "\"x_1\", \"y_1\""));
    CHECK(run({tool(), "check", both, part}).ok());
  }
  SECTION("a shipped one would be taken for it") {
    Command command = {tool(), "check",
                       here.write("mine.toml",
                                  "[[runtime]]\nname = \"mine\"\n[runtime.definition]\nidentify = "
                                  "[\"Py_IsInitialized\"]\nsymbols = [\"Py*\"]\n")};
    Outcome outcome = run(command);
    CHECK(outcome.how_it_ended() == "exit code 1");
    CHECK_THAT(outcome.err, ContainsSubstring("a module that is python would be taken for mine"));
  }
  SECTION("a manifest of one's own for what weakrt ships") {
    CHECK(
        run({tool(), "check", here.write("python.toml", runtime_manifest("python", "\"Py_IsInitialized\""))})
            .ok());
  }
}

TEST_CASE("check --verbose tells what a manifest says, and what nobody has tried") {
  Workshop here;
  here.write("foo.symbols", "function foo_add\n");
  fs::path most = here.write("most.toml", R"(name = "foo"
description = "Foo 2 and later"
identify = ["foo_add"]
symbols = ["foo_*"]
global = true
initialised = "foo_is_live"
interface = "foo.symbols"
also = ["bar"]
untested = ["load.macos", "windows"]
version = [{ symbol = "foo_major", minor = "foo_minor", kind = "bytes" }, { symbol = "foo_v", kind = "text" }]
[load]
linux = ["libfoo.so.2", "$FOO_HOME/libfoo.so"]
macos = ["libfoo.2.dylib"]
[windows]
version = [{ kind = "file" }]
[[companion]]
name = "libextra"
identify = ["extra_start", "extra_stop"]
symbols = ["extra_*"]
)");
  fs::path least = here.write("least.toml", runtime_manifest("bar", "\"bar_add\""));
  Command command = {tool(), "check", "--verbose", most, least, kit().manifest};
  CHECK(check_golden(command, run(command)));
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
