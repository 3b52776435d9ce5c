// Plugins for Windows that are bound at their first call: hosts, threads, registers, the user's hooks, and
// what the linker front says of all that cannot be had.
#include "tests/support/files.h"
#include "tests/support/golden.h"
#include "tests/support/must_run.h"
#include "wine.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using support::Command;
using support::must_run;
using support::operator+;
using support::Outcome;
using namespace windows_test;

const fs::path sources = fs::path(SOURCE_DIR) / "first_call";

fs::path folder_of(const char *variable) {
  const char *value = std::getenv(variable);
  if (!value)
    FAIL(variable << " is not set: run `scripts/test windows`");
  return value;
}

fs::path work() {
  const fs::path folder = folder_of("WEAKRT_TEST_WORK") / "first-call";
  fs::create_directories(folder);
  return folder;
}

std::string output_of(const Command &command) {
  return must_run(command).out;
}

const Command gcc = {"x86_64-w64-mingw32-gcc"}, clang = {"clang-19", "--target=x86_64-w64-mingw32"};

/// The runtime in its variants, the hosts, the import libraries; made once.
const fs::path &kit() {
  static const fs::path made = [] {
    fs::path folder = work() / "kit";
    fs::create_directories(folder);
    const auto make = [&](const char *file, const char *name, const Command &more) {
      must_run(clang +
               Command{"-O1", "-shared", sources / "rt.c", "-DRT_NAME=\"" + std::string(name) + "\"", "-o",
                       folder / file} +
               more);
    };
    make("rt.dll", "first", {"-Wl,--out-implib," + (folder / "librt.dll.a").string()});
    make("second.dll", "second", {});
    make("lacking.dll", "lacking", {"-DRT_LACKS_MIX"});
    make("calling-back.dll", "calling back", {"-DRT_CALLS_BACK"});
    must_run(gcc + Command{"-shared", sources / "other.c", "-o", folder / "other.dll",
                           "-Wl,--out-implib," + (folder / "libother.dll.a").string()});
    support::write_bytes(folder / "rt.def",
                         "LIBRARY rt.dll\nEXPORTS\nrt_add\nrt_identify\nrt_version\nrt_name\nrt_mix\n"
                         "rt_optional\nrt_data DATA\nrt_array DATA\nrt_fours@@96\nrt_eights@@192\n");
    support::write_bytes(folder / "other.def", "LIBRARY other.dll\nEXPORTS\nother_multiply\nother_add\n");
    for (const char *name : {"rt", "other"})
      must_run({"llvm-dlltool-19", "-m", "i386:x86-64", "-d", folder / (std::string(name) + ".def"), "-l",
                folder / (std::string(name) + ".lib")});
    const Command host =
        clang + Command{"-O1", sources / "host.c", "-I" + (sources / "../../../stub/include").string()};
    must_run(host + Command{"-o", folder / "host.exe"});
    must_run(host + Command{"-o", folder / "host-with-rt.exe", "-DHAS_RT", "-DRT_NAME=\"host\""});
    return folder;
  }();
  return made;
}

/// A link of the plugin that borrows; `library` is how it is told of the runtime's import library.
Command link_of(const Command &compiler, const fs::path &output, const Command &more = {},
                const fs::path &manifest = sources / "rt.toml",
                const Command &library = {"-L" + kit().string(), "-lrt"}) {
  return compiler +
         Command{"-O2",
                 "-shared",
                 sources / "plugin.c",
                 "-I" + sources.string(),
                 "-o",
                 output,
                 "-B" + folder_of("WEAKRT_LD_DIR").string(),
                 "-Xlinker",
                 "--weakrt-manifest=" + manifest.string()} +
         library + more;
}

fs::path plugin(const char *name, const Command &compiler = clang, const Command &more = {}) {
  const fs::path output = work() / name;
  if (!fs::exists(output) || fs::last_write_time(output) < fs::last_write_time(kit() / "host.exe"))
    must_run(link_of(compiler, output, more));
  return output;
}

/// A link of a plugin that does next to nothing; libraries are yet to be named.
Command plain_link(const fs::path &output, const fs::path &manifest) {
  support::write_bytes(work() / "plain.c",
                       "int rt_add(int, int);\nconst char *rt_name(void);\nint puts(const char *);\n"
                       "__declspec(dllexport) int plugin_sum(void) {\n"
                       "  puts(rt_name());\n  return rt_add(6, 7) - 42;\n}\n");
  return gcc + Command{"-shared",
                       work() / "plain.c",
                       "-o",
                       output,
                       "-B" + folder_of("WEAKRT_LD_DIR").string(),
                       "-Xlinker",
                       "--weakrt-manifest=" + manifest.string(),
                       "-L" + kit().string()};
}

/// The plugin with the user's hooks.
fs::path hooked_plugin() {
  const fs::path object = work() / "hook.o";
  must_run({"x86_64-w64-mingw32-g++", "-O2", "-c", sources / "hook.cc", "-o", object});
  return plugin("hooked.dll", clang, {object});
}

/// One run: a plugin in a folder with these files of the kit, and what the host is to do.
struct Run {
  std::string host = "host.exe";
  std::vector<std::string> files = {"rt.dll"};
  Command environment = {};
};

Outcome run(const Run &what, const fs::path &plugin, const Command &commands) {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const fs::path folder = work() / "host";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(plugin, folder / "plugin.dll");
  fs::copy_file(kit() / what.host, folder / what.host);
  for (const std::string &file : what.files) {
    const size_t equals = file.find('=');
    fs::copy_file(kit() / file.substr(equals + 1), folder / file.substr(0, equals));
  }
  Outcome outcome = run_in_wine(folder, Command{what.host} + commands, what.environment);
  UNSCOPED_INFO(outcome.how_it_ended() << "\n" << outcome.out << outcome.err);
  return outcome;
}

std::string says(const Run &what, const fs::path &plugin, const Command &commands) {
  const Outcome outcome = run(what, plugin, commands);
  CHECK(outcome.ok());
  return outcome.out;
}

/// The image's libraries by LLVM: those bound at load, and those that are delayed.
std::string imports_of(const fs::path &image) {
  return output_of({"sh", "-c",
                    "llvm-readobj-19 --coff-imports \"$0\" | sed -n 's/^\\(Import\\|DelayImport\\) {/\\1/p; "
                    "s/^  \\(Name: .*\\)/\\1/p; s/^ *Symbol: \\(rt_[a-z]*\\|other_[a-z]*\\).*/\\1/p'",
                    image});
}

const support::GoldenFolder golden(sources / "golden", "windows");

/// What weakrt says of a link that it refuses, or warns of.
std::string complaints(const Command &link) {
  const Outcome outcome = support::run(link);
  std::string text;
  for (size_t at = 0, end; at < outcome.err.size(); at = end + 1) {
    end = std::min(outcome.err.find('\n', at), outcome.err.size());
    const std::string line = outcome.err.substr(at, end - at);
    if (line.find("weakrt: ") != line.npos || line.starts_with("   = ") || line.starts_with(">>> ") ||
        line.find(": error: ") != line.npos || line.find(": warning: ") != line.npos)
      text += line + "\n";
  }
  text = support::replaced(std::move(text), work().string(), "<work>");
  return text + (outcome.ok() ? "linked\n" : fmt::format("exit code {}\n", outcome.exit_code));
}

fs::path manifest_with(const char *name, const std::string &what, const std::string &with) {
  const fs::path file = work() / name;
  support::write_bytes(file, support::replaced(support::read_file(sources / "rt.toml"), what, with));
  return file;
}

} // namespace

TEST_CASE("first call: a host that has the runtime binds the plugin at load, another one at the first call") {
  const Command compiler = GENERATE(gcc, clang);
  const char *name = compiler == gcc ? "by-gcc.dll" : "by-clang.dll";
  const Command commands = {"plugin=plugin.dll", "ask", "call=plugin_add", "call=plugin_name", "ask"};
  CHECK(says({.host = "host-with-rt.exe", .files = {}}, plugin(name, compiler), commands) ==
        "weakrt: hosted, ''\nadd 42\nname host\nweakrt: hosted, ''\n");
  CHECK(says({}, plugin(name, compiler), Command{"load=rt.dll"} + commands) ==
        "weakrt: hosted, 'rt.dll'\nadd 42\nname first\nweakrt: hosted, 'rt.dll'\n");
  CHECK(says({}, plugin(name, compiler), commands) ==
        "weakrt: absent, ''\nadd 42\nname first\nweakrt: owned, 'rt.dll'\n");
  CHECK(says({}, plugin(name, compiler),
             {"plugin=plugin.dll", "ask", "load=rt.dll", "call=plugin_add", "ask"}) ==
        "weakrt: absent, ''\nadd 42\nweakrt: hosted, 'rt.dll'\n");
}

TEST_CASE("first call: nobody has the runtime, and the call ends the program with the story") {
  const Outcome outcome =
      run({.files = {}}, plugin("by-clang.dll"), {"plugin=plugin.dll", "ask", "call=plugin_add"});
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.out == "weakrt: absent, ''\n");
  CHECK_THAT(outcome.err,
             ContainsSubstring("weakrt: a plugin called a function of a runtime that it is not bound to"));
  CHECK_THAT(outcome.err, ContainsSubstring("rt.dll: cannot be loaded: "));
}

TEST_CASE("first call: a provider that lacks a function is refused, with its name") {
  const Outcome outcome = run({.files = {"rt.dll=lacking.dll"}}, plugin("by-clang.dll"),
                              {"plugin=plugin.dll", "call=plugin_add"});
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, ContainsSubstring("it lacks what the plugin needs"));
  CHECK_THAT(outcome.err, ContainsSubstring("rt_mix"));
}

TEST_CASE("first call: it is the same with every kind of import library, and the delay table has it") {
  struct Kind {
    const char *name;
    Command library;
    fs::path manifest;
  };
  support::write_bytes(work() / "rt.symbols", "function rt_add\nfunction rt_identify\nfunction rt_name\n"
                                              "function rt_mix\nfunction rt_version\n");
  const fs::path list = manifest_with("list.toml", "symbols =", "interface = \"rt.symbols\"\nsymbols =");
  const Kind kind =
      GENERATE_COPY(Kind{"GNU", {"-L" + kit().string(), "-lrt"}, sources / "rt.toml"},
                    Kind{"GNU, two words", {"-L" + kit().string(), "-Wl,-l,rt"}, sources / "rt.toml"},
                    Kind{"short", {kit() / "rt.lib"}, sources / "rt.toml"},
                    Kind{"DLL", {kit() / "rt.dll"}, sources / "rt.toml"}, Kind{"none", {}, list});
  const Command linker = GENERATE(Command{}, Command{"-fuse-ld=lld"});
  CAPTURE(kind.name, linker);
  const fs::path output = work() / "kind.dll";
  must_run(link_of(gcc, output, linker, kind.manifest, kind.library));
  CHECK_THAT(imports_of(output), ContainsSubstring("DelayImport\nName: rt.dll\nrt_add\nrt_identify\nrt_mix\n"
                                                   "rt_name\n"));
  CHECK_THAT(imports_of(output), !ContainsSubstring("\nImport\nName: rt.dll"));
  CHECK(says({}, output, {"plugin=plugin.dll", "call=plugin_add", "call=plugin_mix"}) ==
        "add 42\nmix 123456.5\n");
}

TEST_CASE("first call: the library that comes first on the line keeps its symbols") {
  support::write_bytes(work() / "own.c", "int rt_add(int a, int b) { return a * b; }\n");
  const fs::path folder = work() / "own";
  fs::create_directories(folder);
  must_run(gcc + Command{"-c", work() / "own.c", "-o", folder / "own.o"});
  fs::remove(folder / "libown.a");
  must_run({"ar", "rc", folder / "libown.a", folder / "own.o"});
  const fs::path output = work() / "plain.dll";
  must_run(plain_link(output, sources / "rt.toml") + Command{"-L" + folder.string(), "-lown", "-lrt"});
  CHECK(says({}, output, {"plugin=plugin.dll", "call=plugin_sum"}) == "first\n");
}

TEST_CASE("first call: sixteen threads make it at once") {
  std::string wanted;
  for (int i = 0; i < 16; ++i)
    wanted += "add 42\n";
  for (int i = 0; i < 3; ++i)
    CHECK(says({}, plugin("by-clang.dll"), {"plugin=plugin.dll", "threads=plugin_add", "ask"}) ==
          wanted + "weakrt: owned, 'rt.dll'\n");
}

TEST_CASE("first call: arguments arrive in their registers, whatever is loaded meanwhile") {
  const auto [function, wanted] = GENERATE(table<std::string, std::string>({
      {"plugin_mix", "mix 123456.5\n"},
      {"plugin_fours", "fours 654321\n"},
      {"plugin_eights", "eights 654321\n"},
  }));
  const std::string said = says({}, plugin("by-clang.dll"), {"plugin=plugin.dll", "call=" + function});
  if (said == "no AVX\n")
    SKIP("this processor has no AVX");
  CHECK(said == wanted);
}

TEST_CASE("first call: who calls does not see the errors of what is loaded; a kept pointer stays good") {
  CHECK(says({}, plugin("by-clang.dll"),
             {"plugin=plugin.dll", "call=plugin_keep", "call=plugin_error", "call=plugin_kept"}) ==
        "error 77, sum 3\nkept 23, another\n");
}

TEST_CASE("first call: optional functions are null until there is a runtime, and then where it has them") {
  const fs::path manifest = manifest_with("optional.toml", "bind = \"call\"",
                                          "bind = \"call\"\noptional = [\"rt_optional\", \"rt_version\"]");
  const fs::path output = work() / "optional.dll";
  must_run(link_of(gcc, output, {"-DWITH_OPTIONAL"}, manifest, {kit() / "rt.lib"}));
  CHECK(says({}, output,
             {"plugin=plugin.dll", "call=plugin_optional", "call=plugin_add", "call=plugin_optional"}) ==
        "optional: null, version null\nadd 42\noptional: null, version 2.3.4\n");
}

TEST_CASE("first call: a runtime that calls back while it is loaded ends the program with a message") {
  const Outcome outcome = run({.files = {"rt.dll=calling-back.dll"}}, plugin("by-clang.dll"),
                              {"plugin=plugin.dll", "call=plugin_add"});
  CHECK(outcome.exit_code == 3);
  CHECK(golden.compare("a-call-from-inside.txt", outcome.err) == "");
}

TEST_CASE("first call: hooks are told what is documented, in that order") {
  const Run printing = {.environment = {"HOOK=print"}};
  CHECK(golden.compare("notifications.txt", says(printing, hooked_plugin(),
                                                 {"plugin=plugin.dll", "call=plugin_keep", "call=plugin_add",
                                                  "call=plugin_kept"})) == "");
  // At load the plugin's own code has not been initialised: no hook is called.
  CHECK(says(printing, hooked_plugin(), {"load=rt.dll", "plugin=plugin.dll", "call=plugin_add"}) ==
        "add 42\n");
}

TEST_CASE("first call: what a hook returns") {
  struct Case {
    const char *hook;
    Command commands;
    std::vector<std::string> files;
    const char *says;
  };
  const Case hooked = GENERATE(
      Case{"second",
           {"call=plugin_name", "ask"},
           {"rt.dll", "second.dll"},
           "name second\nweakrt: hosted, 'second.dll'\n"},
      // node-gyp's, in a program without the runtime.
      Case{"executable", {"call=plugin_name", "ask"}, {"rt.dll"}, "name first\nweakrt: owned, 'rt.dll'\n"},
      Case{"function", {"call=plugin_add", "call=plugin_identify"}, {"rt.dll"}, "add 42\nidentify 14\n"},
      Case{"start", {"call=plugin_identify", "ask"}, {}, "identify 14\nweakrt: absent, ''\n"},
      Case{"failure: second",
           {"call=plugin_name", "ask"},
           {"second.dll"},
           "name second\nweakrt: hosted, 'second.dll'\n"},
      Case{"failure: function",
           {"call=plugin_mix", "call=plugin_mix"},
           {"rt.dll=lacking.dll"},
           "mix -1.0\nmix -1.0\n"});
  CAPTURE(hooked.hook);
  CHECK(says({.files = hooked.files, .environment = {std::string("HOOK=") + hooked.hook}}, hooked_plugin(),
             Command{"plugin=plugin.dll"} + hooked.commands) == hooked.says);
}

TEST_CASE("first call: the failure hook decides between two copies, of which the rules take none") {
  CHECK(says({.files = {"rt.dll", "second.dll"}, .environment = {"HOOK=failure: second"}}, hooked_plugin(),
             {"load=rt.dll", "load=second.dll", "plugin=plugin.dll", "ask", "call=plugin_name", "ask"}) ==
        "weakrt: failed, absent, ''\nname second\nweakrt: hosted, 'second.dll'\n");
}

TEST_CASE("first call: what a hook gave is in the story") {
  const auto [hook, name] = GENERATE(table<std::string, std::string>(
      {{"second", "a-hook-that-gives-the-runtime.txt"}, {"executable", "a-hook-that-gives-no-runtime.txt"}}));
  const Outcome outcome =
      run({.files = {"rt.dll", "second.dll"}, .environment = {"HOOK=" + hook, "WEAKRT_DEBUG=choice"}},
          hooked_plugin(), {"plugin=plugin.dll", "call=plugin_add"});
  std::string folder = "Z:" + (work() / "host").string();
  std::ranges::replace(folder, '/', '\\');
  std::string story = outcome.err;
  std::erase(story, '\r');
  CHECK(golden.compare(name, support::replaced(story, folder, "<host>")) == "");
}

TEST_CASE("first call: without a runtime the failure hook is asked, then the program ends") {
  const Outcome outcome = run({.files = {}, .environment = {"HOOK=print failure"}}, hooked_plugin(),
                              {"plugin=plugin.dll", "call=plugin_add"});
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.out == "failure hook: 3 rt.dll, error 126\n");
}

TEST_CASE("first call: a hook in an archive is linked") {
  const fs::path archive = work() / "libhook.a";
  hooked_plugin();
  fs::remove(archive);
  must_run({"ar", "rc", archive, work() / "hook.o"});
  CHECK(says({.environment = {"HOOK=function"}}, plugin("archived.dll", clang, {archive}),
             {"plugin=plugin.dll", "call=plugin_identify"}) == "identify 14\n");
}

TEST_CASE("first call: other libraries are delay-loaded as ever") {
  const fs::path object = work() / "hook.o";
  hooked_plugin();
  const fs::path other = plugin("other-plugin.dll", clang,
                                {"-DWITH_OTHER", kit() / "other.lib", object, "-Wl,--delayload=other.dll"});
  CHECK_THAT(imports_of(other),
             ContainsSubstring("DelayImport\nName: other.dll\nother_add\nother_multiply\n"));
  CHECK(says({.files = {"other.dll"}}, other,
             {"plugin=plugin.dll", "ask", "call=plugin_other", "call=plugin_other"}) ==
        "weakrt: absent, ''\nother 42 3\nother 42 3\n");
  CHECK(golden.compare("notifications-of-another-library.txt",
                       says({.files = {"other.dll"}, .environment = {"HOOK=print"}}, other,
                            {"plugin=plugin.dll", "call=plugin_other"})) == "");
  const Outcome absent = run({.files = {}, .environment = {"HOOK=print failure"}}, other,
                             {"plugin=plugin.dll", "call=plugin_other"});
  CHECK(absent.exit_code == 9);
  CHECK(absent.out == "failure hook: 3 other.dll, error 126\nexception c06d007e of other.dll\n");
  CHECK(
      says({.files = {"rt.dll", "other.dll"}}, other, {"plugin=plugin.dll", "call=plugin_load_all", "ask"}) ==
      "all of RT.dll: 0\nall of nobody.dll: 8007007e\nall of other.dll: 0\nunloaded: 0\n"
      "weakrt: owned, 'rt.dll'\n");
  CHECK(says({.files = {}}, other, {"plugin=plugin.dll", "call=plugin_load_all", "ask"}) ==
        "all of RT.dll: 8007007e\nall of nobody.dll: 8007007e\nall of other.dll: 8007007e\nunloaded: 0\n"
        "weakrt: failed, absent, ''\n");
}

TEST_CASE("first call: only who needs the helper has it") {
  const fs::path manifest = manifest_with("load.toml", "bind = \"call\"", "");
  const auto helpers = [&](const char *name, const fs::path &manifest) {
    must_run(plain_link(work() / name, manifest) + Command{"-lrt", "-fuse-ld=lld"});
    return output_of({"sh", "-c", "llvm-nm-19 --defined-only \"$0\" | grep -c ' T __delayLoadHelper2$' || :",
                      work() / name});
  };
  CHECK(helpers("at-load.dll", manifest) == "0\n");
  CHECK(helpers("at-call.dll", sources / "rt.toml") == "1\n");
}

TEST_CASE("first call: on each architecture functions are delayed, by name, decorated name and ordinal") {
  struct Architecture {
    const char *name, *emulation, *dlltool, *stdcall;
  };
  const Architecture machine = GENERATE(Architecture{"x86_64", "i386pep", "i386:x86-64", "rt_std"},
                                        Architecture{"i686", "i386pe", "i386", "rt_std@8"},
                                        Architecture{"aarch64", "arm64pe", "arm64", "rt_std"});
  CAPTURE(machine.name);
  const fs::path folder = work() / machine.name;
  fs::create_directories(folder);
  support::write_bytes(folder / "plugin.c",
                       "__declspec(dllimport) int rt_add(int, int), rt_by_number(void);\n"
                       "__declspec(dllimport) int __stdcall rt_std(int, int);\n"
                       "__declspec(dllexport) int run(void) { return rt_add(1, 2) + rt_std(3, 4) + "
                       "rt_by_number(); }\n");
  must_run({"clang-19", fmt::format("--target={}-w64-windows-gnu", machine.name), "-O1", "-c",
            folder / "plugin.c", "-o", folder / "plugin.o"});
  support::write_bytes(folder / "rt.def",
                       fmt::format("LIBRARY rt.dll\nEXPORTS\nrt_add\n{}\nrt_identify\nrt_version\n"
                                   "rt_by_number @7 NONAME\n",
                                   machine.stdcall));
  const fs::path stub =
      fs::read_symlink("/proc/self/exe").parent_path() / "../../stub" /
      fmt::format("{}-windows-full.o", machine.name == std::string("i686") ? "i386" : machine.name);
  support::write_bytes(
      folder / "kernel32.def",
      "LIBRARY KERNEL32.dll\nEXPORTS\n" +
          output_of({"sh", "-c", "llvm-nm-19 -u \"$0\" | sed -n 's/.* U __imp__\\?//p'", stub}));
  for (const char *name : {"rt", "kernel32"})
    must_run({"llvm-dlltool-19", "-m", machine.dlltool, "-d", folder / (std::string(name) + ".def"), "-l",
              folder / (std::string(name) + ".lib")});
  const fs::path output = folder / "plugin.dll";
  must_run({folder_of("WEAKRT_LD_DIR") / "ld.lld", "-m", machine.emulation, "-shared", "-Xlink=-noentry",
            "-o", output, folder / "plugin.o", folder / "rt.lib", folder / "kernel32.lib",
            "--weakrt-manifest=" + (sources / "rt.toml").string()});
  CHECK(output_of(
            {"sh", "-c",
             "llvm-readobj-19 --coff-imports \"$0\" | sed -n '/^DelayImport/,/^}/s/^ *Symbol: //p' | sort",
             output}) == fmt::format(" (7)\nrt_add (0)\n{} (0)\n", machine.stdcall));
}

TEST_CASE("first call: clang's MSVC target and lld-link, with a hook and without") {
  const fs::path folder = work() / "msvc";
  fs::create_directories(folder);
  support::write_bytes(folder / "plugin.c",
                       "__declspec(dllimport) int rt_add(int, int), rt_identify(void);\n"
                       "__declspec(dllimport) double rt_mix(int, double, double, double, int, double);\n"
                       "__declspec(dllexport) int plugin_add(void) {\n"
                       "  return rt_add(40, 2) != 42 || rt_mix(1, 2, 3, 4, 5, 6.5) != 123456.5;\n}\n"
                       "__declspec(dllexport) int plugin_identify(void) { return rt_identify() != SEVEN; }\n"
                       "int _fltused;\n"
                       "#if SEVEN == 14\n"
                       "static long long fourteen(void) { return 14; }\n"
                       "static void *hook(unsigned what, const char **info) {\n"
                       "  return what == 2 && info[5][3] == 'i' ? (void *)fourteen : 0;\n}\n"
                       "void *(*const __pfnDliNotifyHook2)(unsigned, const char **) = hook;\n"
                       "#endif\n");
  const std::string seven = GENERATE("7", "14");
  CAPTURE(seven);
  must_run({"clang-19", "--target=x86_64-pc-windows-msvc", "-O1", "-DSEVEN=" + seven, "-c",
            folder / "plugin.c", "-o", folder / "plugin.obj"});
  const Command link = {folder_of("WEAKRT_LD_DIR") / "lld-link",
                        "/dll",
                        "/noentry",
                        "/nodefaultlib",
                        "/out:" + (folder / "plugin.dll").string(),
                        folder / "plugin.obj",
                        "--weakrt-manifest=" + (sources / "rt.toml").string()};
  const std::string library = GENERATE("rt.lib", "librt.dll.a");
  CAPTURE(library);
  must_run(link + Command{kit() / library});
  CHECK_THAT(imports_of(folder / "plugin.dll"),
             ContainsSubstring("DelayImport\nName: rt.dll\nrt_add\nrt_identify\nrt_mix\n"));
  CHECK(says({}, folder / "plugin.dll",
             {"plugin=plugin.dll", "ask", "call=plugin_identify", "call=plugin_add", "ask"}) ==
        "weakrt: absent, ''\nweakrt: owned, 'rt.dll'\n");
  CHECK(golden.compare("a-whole-path-for-lld-link.txt",
                       complaints(link + Command{kit() / "rt.lib", "/delayload:C:\\rt.dll"})) == "");
}

TEST_CASE("first call: what cannot be delayed is refused, with all names and what to do") {
  const fs::path load = manifest_with("load.toml", "bind = \"call\"", "");
  const fs::path output = work() / "refused.dll";
  std::string said;
  const auto refuse = [&](const char *what, const Command &link) {
    said += fmt::format("# {}\n{}\n", what, complaints(link));
  };
  refuse("data", link_of(gcc, output, {"-DWITH_DATA"}));
  refuse("data, by a short import library",
         link_of(gcc, output, {"-DWITH_DATA"}, sources / "rt.toml", {kit() / "rt.lib"}));
  refuse("GNU ld", link_of(gcc, output, {"-fuse-ld=bfd"}));
  refuse("GNU ld by its path",
         link_of(gcc, output, {"-Xlinker", "--weakrt-linker=/usr/bin/x86_64-w64-mingw32-ld"}));
  const fs::path lto = work() / "lto.o";
  support::write_bytes(work() / "lto.c", "int plugin_lto(void) { return 1; }\n");
  must_run(gcc + Command{"-flto", "-c", work() / "lto.c", "-o", lto});
  refuse("gcc's LTO", link_of(gcc, output, {lto}));
  refuse("the user delays a runtime that is bound at load",
         link_of(gcc, output, {"-Wl,--delayload=RT.dll"}, load, {kit() / "rt.lib"}));
  refuse("the same with a GNU import library", link_of(gcc, output, {"-Wl,--delayload,rt.dll"}, load));
  refuse("a whole path", link_of(gcc, output, {"-Wl,--delayload=C:\\rt\\rt.dll"}));
  refuse("a whole path, bound at load", link_of(gcc, output, {"-Wl,-Xlink=/DELAYLOAD:/rt/rt.dll"}, load));
  refuse("the user delays what is delayed", link_of(gcc, output, {"-Wl,--delayload=rt.dll"}));
  refuse("another library's, made by GNU's tools",
         link_of(gcc, output, {"-DWITH_OTHER", kit() / "libother.dll.a", "-Wl,--delayload=other.dll"}));
  refuse("another library's whole path",
         link_of(gcc, output, {"-DWITH_OTHER", kit() / "other.lib", "-Wl,--delayload=C:\\other.dll"}));

  // A linker that delays more than it was told to, and one that delays nothing.
  const auto linker = [&](const char *name, const std::string &script) {
    support::write_bytes(work() / name, "#!/bin/bash\n" + script + "\n");
    fs::permissions(work() / name, fs::perms::owner_all);
    return Command{"-Xlinker", "--weakrt-linker=" + (work() / name).string()};
  };
  refuse("a linker that delays a runtime that is bound at load",
         link_of(gcc, output, linker("more-lld", "exec ld.lld-19 \"$@\" --delayload=rt.dll"), load,
                 {kit() / "rt.lib"}));
  refuse("a linker that does not delay",
         link_of(gcc, output, linker("less-lld", "exec ld.lld-19 \"${@/#--delayload=*/--dynamicbase}\"")));

  must_run({"sh", "-c",
            "cd \"$0\" && rm -rf two && mkdir two && cd two && ar x ../librt.dll.a && "
            "ar x ../libother.dll.a && ar rc libtwo.a *.o",
            kit()});
  refuse("one import library of two DLLs",
         link_of(gcc, output, {}, sources / "rt.toml", {kit() / "two/libtwo.a"}));
  CHECK(golden.compare("refused-links.txt", said) == "");
}
