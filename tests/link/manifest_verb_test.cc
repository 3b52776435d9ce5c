// `weakrt manifest --from`: what is proposed for a library or program, that `weakrt check` accepts it, and
// that it names no other runtime's symbols.
#include "golden.h"
#include "kit.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A library of this C source; it exports all that the source defines.
fs::path library_of(const Workshop &here, const std::string &name, std::string_view source,
                    const Command &more = {}) {
  must_run(
      Command{"gcc", "-shared", "-fPIC", "-nostdlib", "-o", here / name, here.write(name + ".c", source)} +
      more);
  return here / name;
}

/// Proposes, expects that, and checks the proposal. Returns it.
std::string propose(const Workshop &here, const Command &arguments) {
  Command command = Command{tool(), "manifest"} + arguments;
  Outcome outcome = run(command);
  CHECK(outcome.ok());
  CHECK(outcome.err == "");
  Outcome checked = run({tool(), "check", here.write("proposed.toml", outcome.out)});
  CHECK(checked.err == "");
  CHECK(checked.ok());
  return outcome.out;
}

constexpr std::string_view toy = R"toy(
int toy_init(void) { return 0; }
int toy_eval(const char *text) { return text != 0; }
int toy_is_initialised(void) { return 1; }
const char *toy_get_version(void) { return "2.5"; }
const char toy_version[] = "2.5 (today)";
int toyL_open(void) {
  return 1;
}
__thread int toy_current;
int other_one, other_two;
)toy";

} // namespace

TEST_CASE("manifest: a proposal for a library, to be read") {
  Workshop here;
  fs::path library =
      library_of(here, "libtoy-2.so.1", toy, {"-Wl,-soname,libtoy-2.so.1", "-Wl,--no-as-needed", "-lz"});
  Command command = {tool(), "manifest", "--from", library};
  CHECK(check_golden(command, run(command)));
  CHECK_THAT(propose(here, {"--from", library, "--name", "toy2"}), ContainsSubstring("name = \"toy2\""));
}

TEST_CASE("manifest: a proposal for a library without a SONAME and a version") {
  Workshop here;
  fs::path library = library_of(here, "libbare.so",
                                "int bare_new(void) { return 0; }\n"
                                "int bare_version(void) { return 0; }\n"
                                "int single(void) { return 0; }\n");
  Command command = {tool(), "manifest", "--from", library};
  CHECK(check_golden(command, run(command)));
  propose(here, {"--from", library});
}

TEST_CASE("manifest: a program, where there is nothing to load") {
  Workshop here;
  must_run({"gcc", "-rdynamic", "-o", here / "toyhost",
            here.write("toyhost.c", std::string(toy) + "int main(void) { return 0; }\n")});
  Command command = {tool(), "manifest", "--from", here / "toyhost"};
  CHECK(check_golden(command, run(command)));
  propose(here, {"--from", here / "toyhost"});
}

TEST_CASE("manifest: what it identifies a runtime by, no shipped one has") {
  Workshop here;
  // Of CPython's identifying symbols some, of Lua's API some, and names of its own.
  fs::path library = library_of(here, "libmixed.so",
                                "int Py_IsInitialized(void) { return 0; }\n"
                                "int PyEval_EvalCode(void) { return 0; }\n"
                                "int Py_Mixed_New(void) { return 0; }\n"
                                "int Py_Mixed_Run(void) { return 0; }\n");
  CHECK_THAT(propose(here, {"--from", library}),
             ContainsSubstring("identify = [\"Py_Mixed_New\", \"Py_Mixed_Run\"]"));
}

TEST_CASE("manifest: a runtime that weakrt ships is called so") {
  Workshop here;
  fs::path library = library_of(here, "libsnake.so",
                                "int Py_IsInitialized(void) { return 0; }\n"
                                "int Py_InitializeEx(void) { return 0; }\n"
                                "int PyEval_EvalCode(void) { return 0; }\n"
                                "const unsigned Py_Version = 0x030b02f0;\n"
                                "int PyGILState_Ensure(void) { return 0; }\n");
  std::string text = propose(here, {"--from", library});
  CHECK_THAT(text, ContainsSubstring("a plugin that borrows python needs none of this.") &&
                       ContainsSubstring("\nglobal = true") && ContainsSubstring("name = \"python\"") &&
                       ContainsSubstring("{ symbol = \"Py_Version\", kind = \"packed\" }") &&
                       ContainsSubstring("initialised = \"Py_IsInitialized\""));
  Command as_shipped = {tool(), "manifest", "--from", library};
  CHECK(check_golden(as_shipped, run(as_shipped)));
  // With what else its manifest says.
  fs::path node = library_of(here, "libn.so",
                             "int napi_module_register(void) { return 0; }\n"
                             "int napi_create_function(void) { return 0; }\n"
                             "int _ZN4node5StartEiPPc(void) { return 0; }\n"
                             "int _ZN4node15FreeEnvironmentEPNS_11EnvironmentE(void) { return 0; }\n"
                             "int mine_new(void) { return 0; }\n"
                             "int mine_run(void) { return 0; }\n"
                             "int mine_eval(void) { return 0; }\n");
  Command as_node = {tool(), "manifest", "--from", node},
          otherwise = {tool(), "manifest", "--from", node, "--name", "mine"};
  CHECK(check_golden(as_node, run(as_node)));
  CHECK(check_golden(otherwise, run(otherwise)));
  // Under another name nothing would tell them apart.
  Command command = {tool(), "manifest", "--from", library, "--name", "snake"};
  CHECK(check_golden(command, run(command)));
}

TEST_CASE("manifest: names that no manifest can hold are left out, and none breaks it") {
  Workshop here;
  fs::path object = here.compile("odd.o", "int odd_new(void) { return 0; }\n"
                                          "int odd_x(void) { return 0; }\n"
                                          "int odd_y(void) { return 0; }\n");
  must_run({"objcopy", "--redefine-sym", "odd_x=odd \"name\"", "--redefine-sym", "odd_y=odd*", object});
  fs::path library = here / "libodd.so";
  must_run({"gcc", "-shared", "-nostdlib", "-o", library, object, "-Wl,-soname,odd/\"li\\b\".so"});
  std::string text = propose(here, {"--from", library});
  CHECK_THAT(text,
             ContainsSubstring("identify = [\"odd_new\"]") && ContainsSubstring("linux = [\"libodd.so\"]"));
  fs::path unnameable = here / "lib\nodd.so";
  fs::copy_file(library, unnameable);
  Command command = {tool(), "manifest", "--from", unnameable};
  CHECK(check_golden(command, run(command)));
  fs::copy_file(library, here / "lib\"odd\".so");
  CHECK_THAT(propose(here, {"--from", here / "lib\"odd\".so"}),
             ContainsSubstring(R"(linux = ["lib\"odd\".so"])"));
}

TEST_CASE("manifest: a version is proposed where the data say one") {
  Workshop here;
  auto [source, proposed] = GENERATE(table<std::string, std::string>({
      {"const char v_ident[] = \"$Toy: Toy 5.4.4 Copyright\";", R"({ symbol = "v_ident", kind = "text" })"},
      {"const char *v_version = \"v1.2\";", R"({ symbol = "v_version", kind = "text-pointer" })"},
      {"const char v_release[] = \"25\";", R"({ symbol = "v_release", kind = "text" })"},
      {"const char v_version[] = \"of today\";", ""},
      {"const char v_version[] = \"20261122 build\";", ""},
      {"const int v_version = 0x02030405;", ""},
      {"int v_version;", ""},
  }));
  CAPTURE(source);
  std::string text =
      propose(here, {"--from", library_of(here, "libv.so", "int v_new(void) { return 0; }\n" + source)});
  if (proposed.empty())
    CHECK_THAT(text, !ContainsSubstring("\nversion ="));
  else
    CHECK_THAT(text, ContainsSubstring("version = [\n  " + proposed + ",\n]"));
}

TEST_CASE("manifest --output writes the manifest and the list of symbols, which a link can do with") {
  Workshop here;
  fs::path library = library_of(here, "libtoy-2.so.1", toy);
  fs::create_directory(here / "out");
  Command command = {tool(), "manifest", "--from", library, "--output", here / "out"};
  CHECK(check_golden(command, run(command)));
  CHECK(run({tool(), "check", here / "out"}).ok());
  Command show = {tool(), "check", "--verbose", here / "out"};
  CHECK(check_golden(show, run(show)));
  std::string symbols = read_file(here / "out/toy.symbols");
  CHECK_THAT(symbols, ContainsSubstring("function toy_eval\n") &&
                          ContainsSubstring("thread-local toy_current\n") &&
                          ContainsSubstring("data toy_version\n") && ContainsSubstring("data other_one\n"));
  SECTION("and overwrites nothing") {
    CHECK(check_golden(command, run(command)));
    fs::remove(here / "out/toy.toml");
    CHECK(run(command).how_it_ended() == "exit code 1");
    CHECK_FALSE(fs::exists(here / "out/toy.toml"));
  }
  SECTION("a plugin can be linked with it where there is no library") {
    fs::path plugin =
        here.write("plugin.c", "int toy_eval(const char *); int f(void) { return toy_eval(0); }");
    fs::path manifest =
        here.write("plugin.toml", "[[runtime]]\nname = \"toy\"\n[runtime.definition]\nidentify = "
                                  "[\"toy_eval\"]\nsymbols = [\"toy*\"]\ninterface = "
                                  "\"out/toy.symbols\"\n");
    CHECK(
        run(driver("gcc") + Command{"-shared", "-fPIC", "-o", here / "plugin.so", plugin} + borrow(manifest))
            .ok());
    Command inspect = {tool(), "inspect", here / "plugin.so"};
    CHECK(check_golden(inspect, run(inspect)));
  }
  SECTION("into a folder that is not there: nothing is written") {
    Command gone = {tool(), "manifest", "--from", library, "--output", here / "gone"};
    CHECK(check_golden(gone, run(gone)));
  }
}

TEST_CASE("manifest: what nothing can be proposed from is one error") {
  Workshop here;
  fs::path file = ONE_OF(here / "missing.so", here.folder(), here.write("text.so", "no library"),
                         kit().object, kit().archive, here.write("empty.so", ""),
                         library_of(here, "libnothing.so", "static int nothing;\n"),
                         library_of(here, "libdata.so", "int data_only;\n"), fs::path("/dev/null"));
  Command command = {tool(), "manifest", "--from", file};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(outcome.out == "");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("manifest: a file that is not the runtime whose name it is to have") {
  Workshop here;
  fs::path library = library_of(here, "libtoy.so", toy);
  Command command = {tool(), "manifest", "--from", library, "--name", "python"};
  CHECK(check_golden(command, run(command)));
}

TEST_CASE("manifest: a library for another machine") {
  Workshop here;
  must_run({"clang-19", "--target=aarch64-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld",
            "-Wl,-soname,libtoy.so.2", "-o", here / "libtoy.so.2",
            here.write("toy.c", "int toy_new(void) { return 0; }\nconst char toy_version[] = \"2.5\";\n")});
  Command command = {tool(), "manifest", "--from", here / "libtoy.so.2"};
  CHECK(check_golden(command, run(command)));
  propose(here, {"--from", here / "libtoy.so.2"});
}

TEST_CASE("manifest: a program that exports nothing says how it could") {
  Workshop here;
  must_run({"gcc", "-o", here / "quiet", here.write("quiet.c", "int main(void) { return 0; }")});
  Command command = {tool(), "manifest", "--from", here / "quiet"};
  CHECK(check_golden(command, run(command)));
}

TEST_CASE("manifest: a name that cannot be one is an error") {
  Workshop here;
  fs::path library = library_of(here, "libtoy.so", toy);
  auto name = GENERATE(as<std::string>(), "../toy", "", "a b");
  Command command = {tool(), "manifest", "--from", library, "--name", name};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("manifest: a damaged library is an error or a proposal, never a crash") {
  Workshop here;
  fs::path library = library_of(here, "libtoy.so", toy);
  std::string bytes = read_file(library);
  for (size_t size = 0; size < bytes.size(); size += bytes.size() / 40 + 1) {
    Outcome outcome = run({tool(), "manifest", "--from", here.write("cut.so", bytes.substr(0, size))});
    INFO("cut to " << size);
    CHECK((outcome.ok() || outcome.how_it_ended() == "exit code 1"));
  }
}
