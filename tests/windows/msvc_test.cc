// Plugins that clang makes for its MSVC target, linked by lld-link: freestanding, because Microsoft's
// libraries are not to be had here. What they print is what the same objects print that are linked hard.
#include "kit.h"
#include "tests/support/files.h"
#include "tests/support/golden.h"
#include "wine.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace {

namespace fs = std::filesystem;
using Catch::Matchers::ContainsSubstring;
using support::Command;
using support::Outcome;
using namespace windows_test;

const std::string crt = "/usr/x86_64-w64-mingw32/lib/libmsvcrt.a";
const std::string kernel32 = "/usr/x86_64-w64-mingw32/lib/libkernel32.a";

fs::path folder() {
  return work() / "msvc";
}
std::string ld_dir() {
  return folder_of("WEAKRT_LD_DIR");
}
std::string lld_link() {
  return ld_dir() + "/lld-link";
}
std::string manifest_flag() {
  return "--weakrt-manifest=" + (sources / "rt.toml").string();
}

Command compiler(const std::string &machine = "x86_64") {
  return {"clang++-19", "--target=" + machine + "-pc-windows-msvc", "-O2",
          "-I" + (sources / "msvc").string()};
}

/// Compiles a source into an object file and gives its name.
std::string compile(const std::string &source, const std::string &object, const Command &more = {},
                    const std::string &machine = "x86_64") {
  fs::create_directories(folder());
  Command command = compiler(machine) + more;
  if (source.ends_with(".c"))
    command[0] = "clang-19";
  must_run(command + Command{"-c", sources / source, "-o", folder() / object});
  return folder() / object;
}

std::string plugin_object() {
  static const std::string object = compile("plugin.cc", "plugin.obj");
  return object;
}
std::string start_object() {
  static const std::string object = compile("msvc/start.c", "start.obj");
  return object;
}

/// What every such link has; import libraries of GNU's kind do for lld-link.
Command inputs() {
  return {"/dll", "/nologo", "/nodefaultlib", (kit() / "librt.dll.a").string(), crt};
}

Command usual() {
  return Command{lld_link(), manifest_flag()} + inputs() + Command{plugin_object(), start_object()};
}

std::string readobj(const Command &options, const fs::path &file) {
  const Outcome outcome = support::run(Command{"llvm-readobj-19"} + options + Command{file});
  INFO(outcome.err);
  REQUIRE(outcome.ok());
  return outcome.out;
}

/// Nothing imports the runtime, and the plugin can be asked.
void must_be_detached(const fs::path &plugin) {
  const std::string told = readobj({"--coff-imports", "--coff-exports"}, plugin);
  CHECK_THAT(told, !ContainsSubstring("Name: rt.dll"));
  CHECK_THAT(told, ContainsSubstring("KERNEL32.dll"));
  CHECK_THAT(told, ContainsSubstring("Name: weakrt_plugin_1"));
}

void must_work_in_all_hosts(const fs::path &plugin, const fs::path &linked_hard) {
  must_be_detached(plugin);
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Outcome hard = run_host(without_rt, linked_hard);
  INFO(hard.out << hard.err);
  REQUIRE(hard.ok());
  for (const Host &host : hosts()) {
    const Outcome weak = run_host(host, plugin);
    INFO(host.name << ": " << weak.how_it_ended() << "\n" << weak.out << weak.err);
    CHECK(weak.ok());
    CHECK(behind(weak.out, host.tells) == behind(hard.out, "rt.dll is there\n"));
  }
}

/// Links the same twice, by lld-link and with the runtime borrowed.
void must_work(const Command &line) {
  must_run(Command{"lld-link-19"} + inputs() + line + Command{"/out:" + (folder() / "hard.dll").string()});
  must_run(Command{lld_link(), manifest_flag()} + inputs() + line +
           Command{"/out:" + (folder() / "weak.dll").string()});
  must_work_in_all_hosts(folder() / "weak.dll", folder() / "hard.dll");
}

void must_fail(const Command &command, const std::string &message) {
  const Outcome outcome = support::run(command);
  INFO(support::shell_quoted(command) << "\n"
                                      << outcome.how_it_ended() << "\n"
                                      << outcome.out << outcome.err);
  CHECK(outcome.signal == 0);
  CHECK(outcome.exit_code == 1);
  CHECK_THAT(outcome.err, ContainsSubstring(message));
}

/// An empty folder of that name.
fs::path fresh(const std::string &name) {
  fs::path path = folder() / name;
  fs::remove_all(path);
  fs::create_directories(path);
  return path;
}

std::string names_in(const fs::path &path) {
  std::vector<std::string> names;
  for (const fs::directory_entry &entry : fs::directory_iterator(path))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return fmt::format("{}", fmt::join(names, " "));
}

} // namespace

TEST_CASE("MSVC's target: a plugin uses the runtime that its host has, or loads one") {
  SECTION("as it is") {
    must_work({plugin_object(), start_object()});
  }
  SECTION("with a TLS directory and control flow guard") {
    const std::string start = compile("msvc/start.c", "start-more.obj", {"-DWITH_TLS", "-DWITH_GUARD"});
    must_work({plugin_object(), start, "/guard:cf"});
    const std::string told = readobj({"--coff-load-config", "--file-headers"}, folder() / "weak.dll");
    const size_t at = told.find("AddressOfEntryPoint: 0x");
    const std::string entry = told.substr(at + 23, told.find('\n', at) - at - 23);
    const std::string targets = told.substr(told.find("GuardFidTable ["));
    INFO(told);
    CHECK_THAT(targets, ContainsSubstring(fmt::format("0x18000{:0>4}\n", entry)));
  }
  SECTION("without an entry point") {
    must_work({compile("plugin.cc", "late.obj", {"-DLATE"}), "/noentry"});
  }
  SECTION("with an entry point of its own") {
    must_work({plugin_object(), compile("msvc/start.c", "own.obj", {"-D_DllMainCRTStartup=own_start"}),
               "/entry:own_start"});
  }
  SECTION("reproducible, with debug information, folded, at a high address") {
    must_work({plugin_object(), start_object(), "-brepro", "-debug", "-opt:ref,icf", "-highentropyva",
               "/version:1.2", "-dynamicbase"});
  }
  SECTION("with link-time optimisation") {
    const std::string kind = GENERATE("-flto=thin", "-flto=full");
    must_work({compile("plugin.cc", "lto.obj", {kind}), compile("msvc/start.c", "start-lto.obj", {kind})});
  }
}

TEST_CASE("MSVC's target: lld-link is found by the compilers, and understands what they write") {
  const fs::path output = folder() / "by-driver.dll";
  fs::remove(output);
  const std::string rt = kit() / "librt.dll.a";
  const Command with_clang = compiler() + Command{"-shared",
                                                  "-nostdlib",
                                                  "-B" + ld_dir(),
                                                  "-Xlinker",
                                                  manifest_flag(),
                                                  plugin_object(),
                                                  start_object(),
                                                  rt,
                                                  crt};
  SECTION("clang -fuse-ld") {
    const std::string name = GENERATE("lld", "lld-link");
    must_run(with_clang + Command{"-fuse-ld=" + name, "-o", output});
  }
  SECTION("clang, with more than a command line holds") {
    std::string words;
    for (int i = 0; i < 4000; ++i)
      words += fmt::format("-Xlinker /libpath:/nowhere/with/a/long/name/{}\n", i);
    support::write_bytes(folder() / "long", words);
    must_run(with_clang + Command{"-fuse-ld=lld", "@" + (folder() / "long").string(), "-o", output});
  }
  SECTION("clang-cl") {
    must_run({"clang-cl-19", "--target=x86_64-pc-windows-msvc", "/LD", "/O2",
              "/I" + (sources / "msvc").string(), "-fuse-ld=lld", "/clang:-B" + ld_dir(),
              (sources / "plugin.cc").string(), start_object(), rt, crt, "/Fe" + output.string(), "/link",
              "/nodefaultlib", manifest_flag()});
  }
  SECTION("weakrt link clang-cl") {
    const Command more = GENERATE(Command{}, Command{"/link", "/verbose"});
    must_run(Command{ld_dir() + "/../weakrt", "link", "--manifest", sources / "rt.toml", "--", "clang-cl-19",
                     "--target=x86_64-pc-windows-msvc", "/LD", "-fuse-ld=lld", plugin_object(),
                     start_object(), rt, crt, "/Fe" + output.string()} +
             more);
  }
  SECTION("a response file in UTF-16, and libraries in LIB") {
    std::u16string text = u"\xFEFF/nodefaultlib /DLL\r\n\"/OUT:" + output.u16string() + u"\" librt.dll.a";
    support::write_bytes(folder() / "utf16", {reinterpret_cast<const char *>(text.data()), text.size() * 2});
    must_run({"env", "LIB=/nowhere;" + kit().string(), lld_link(), "@" + (folder() / "utf16").string(),
              manifest_flag(), plugin_object(), start_object(), crt});
  }
  SECTION("the variables LINK and _LINK_") {
    const Outcome outcome = support::run({"env", "LINK=/dll /nodefaultlib " + manifest_flag(),
                                          "_LINK_=/out:" + output.string() + " \"" + plugin_object() + "\"",
                                          lld_link(), start_object(), rt, crt});
    INFO(outcome.err);
    CHECK(outcome.err.empty()); // lld-link, had it seen LINK once more, would not know our flag
  }
  SECTION("another lld-link") {
    const std::string linker = GENERATE("/usr/bin/lld-link-19", "/usr/bin/lld-link", "lld-link");
    must_run(usual() + Command{"--weakrt-linker=" + linker, "/out:" + output.string()});
  }
  must_be_detached(output);
}

TEST_CASE("MSVC's target: import libraries are found as lld-link finds them") {
  const fs::path here = fresh("libraries");
  support::write_bytes(here / "rt.def",
                       "LIBRARY rt.dll\nEXPORTS\n rt_add\n rt_identify\n rt_version\n rt_data DATA\n"
                       " rt_array DATA\n rt_callback DATA\n");
  must_run({"llvm-dlltool-19", "-m", "i386:x86-64", "-d", here / "rt.def", "-l", here / "rt.lib"});
  const std::string output = "/out:" + (here / "weak.dll").string();
  const Command line = {lld_link(), manifest_flag(), "/dll", crt, start_object(), output};
  const std::string path = "/libpath:" + here.string();
  SECTION("by name in /libpath") {
    must_run(line + Command{plugin_object(), "rt.lib", path});
  }
  SECTION("as a default library of the line") {
    must_run(line + Command{plugin_object(), "/defaultlib:rt", path});
  }
  SECTION("in the current folder") {
    must_run({"sh", "-c", "cd \"$0\" && exec \"$@\"", here, lld_link(), manifest_flag(), "/dll", crt,
              start_object(), "/out:weak.dll", plugin_object(), "rt.lib"});
  }
  SECTION("nowhere: the manifest's list of symbols stands for one") {
    std::string manifest = support::read_file(sources / "rt.toml");
    manifest.insert(manifest.find("version = [{"), "interface = \"rt.symbols\"\n");
    support::write_bytes(
        here / "rt.symbols",
        "function rt_add\nfunction rt_identify\ndata rt_data\ndata rt_array\ndata rt_callback\n");
    support::write_bytes(here / "listed.toml", manifest);
    must_run({lld_link(), "--weakrt-manifest=" + (here / "listed.toml").string(), "/dll", crt, start_object(),
              output, plugin_object()});
  }
  SECTION("as a default library of an object") {
    const std::string kind = GENERATE("-fno-lto", "-flto=thin");
    support::write_bytes(here / "auto.cc", fmt::format("#include \"{}\"\n#pragma comment(lib, \"rt\")\n",
                                                       (sources / "plugin.cc").string()));
    must_run(compiler() + Command{"-c", kind, here / "auto.cc", "-o", here / "auto.obj"});
    must_fail(line + Command{here / "auto.obj", path, "/nodefaultlib:RT.LIB"},
              "the link has no library of rt");
    must_run(line + Command{here / "auto.obj", path});
  }
  must_be_detached(here / "weak.dll");
}

TEST_CASE("MSVC's target: a runtime is bound at the first call") {
  const fs::path here = fresh("call");
  std::string manifest = support::read_file(sources / "rt.toml");
  manifest.insert(manifest.find("version = \">="), "bind = \"call\"\n");
  support::write_bytes(here / "call.toml", manifest);
  support::write_bytes(here / "call.c", "__declspec(dllimport) int rt_add(int, int);\n"
                                        "__declspec(dllimport) int rt_identify(void);\n"
                                        "int printf(const char *, ...);\n"
                                        "__declspec(dllexport) int plugin_run(void) {\n"
                                        "  printf(\"%d %d\\n\", rt_add(40, 2), rt_identify());\n"
                                        "  return 0;\n"
                                        "}\n");
  Command compile = compiler();
  compile[0] = "clang-19";
  must_run(compile + Command{"-c", here / "call.c", "-o", here / "call.obj"});
  // By its name, as a default library, and where GNU's tools have made it.
  support::write_bytes(here / "rt.def", "LIBRARY rt.dll\nEXPORTS\n rt_add\n rt_identify\n rt_version\n");
  must_run({"llvm-dlltool-19", "-m", "i386:x86-64", "-d", here / "rt.def", "-l", here / "rt.lib"});
  const std::string library = GENERATE("rt.lib", "/defaultlib:rt", "librt.dll.a");
  must_run({lld_link(), "--weakrt-manifest=" + (here / "call.toml").string(), "/dll", "/noentry",
            here / "call.obj", library, "/libpath:" + here.string(), "/libpath:" + kit().string(), crt,
            "/out:" + (here / "plugin.dll").string()});
  CHECK_THAT(readobj({"--coff-imports"}, here / "plugin.dll"),
             ContainsSubstring("DelayImport {\n  Name: rt.dll"));
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Outcome outcome = run_host(without_rt, here / "plugin.dll");
  INFO(library << ": " << outcome.how_it_ended() << "\n" << outcome.out << outcome.err);
  CHECK(outcome.ok());
  CHECK(outcome.out.starts_with("rt.dll is not there\n"));
  CHECK(outcome.out.ends_with("42 7\n"));
}

TEST_CASE("MSVC's target: kernel32.dll is imported by the stub, whoever has its import library") {
  const std::string output = (folder() / "kernel32.dll-user.dll").string();
  const Command more = GENERATE(Command{}, Command{kernel32});
  must_run(usual() + more + Command{"/out:" + output});
  must_run(Command{"lld-link-19"} + inputs() +
           Command{plugin_object(), start_object(), "/out:" + (folder() / "hard.dll").string()});
  must_work_in_all_hosts(output, folder() / "hard.dll");
}

TEST_CASE("MSVC's target: what is written beside the output is where and what it would be") {
  const fs::path here = fresh("side files");
  const std::string output = "/out:" + (here / "plugin.dll").string();
  SECTION("named after it") {
    must_run(usual() + Command{output, "/debug", "/map"});
    CHECK(names_in(here) == "plugin.dll plugin.lib plugin.map plugin.pdb");
    CHECK_THAT(readobj({"--coff-debug-directory"}, here / "plugin.dll"),
               ContainsSubstring("PDBFileName: " + (here / "plugin.pdb").string()));
  }
  SECTION("named by the line") {
    must_run(usual() + Command{output, "/debug", "/pdb:" + (here / "a.pdb").string(),
                               "/implib:" + (here / "b.lib").string(), "/map:" + (here / "c.map").string()});
    CHECK(names_in(here) == "a.pdb b.lib c.map plugin.dll");
    CHECK_THAT(readobj({"--coff-debug-directory"}, here / "plugin.dll"),
               ContainsSubstring("PDBFileName: " + (here / "a.pdb").string()));
  }
  SECTION("the path of the debug information as the line says") {
    must_run(usual() + Command{output, "/debug", "/pdbaltpath:%_PDB%"});
    CHECK_THAT(readobj({"--coff-debug-directory"}, here / "plugin.dll"),
               ContainsSubstring("PDBFileName: plugin.pdb"));
  }
  SECTION("a program that exports nothing has no import library") {
    must_run({lld_link(), manifest_flag(), "/nodefaultlib", "/subsystem:console", "/entry:plugin_run",
              compile("msvc/small.c", "program.obj", {"-DPROGRAM"}), kit() / "librt.dll.a",
              "/out:" + (here / "program.exe").string()});
    CHECK(names_in(here) == "program.exe");
  }
  SECTION("the import library names the plugin, and not what only hosts ask for") {
    must_run(usual() + Command{output});
    const std::string symbols = support::run({"llvm-nm-19", here / "plugin.lib"}).out;
    CHECK_THAT(symbols, ContainsSubstring("__imp_plugin_run"));
    CHECK_THAT(symbols, ContainsSubstring("plugin.dll"));
    CHECK_THAT(symbols, !ContainsSubstring("weakrt"));
  }
  SECTION("the output's name comes from the first input, or from the definition file") {
    support::write_bytes(here / "names.def", "LIBRARY other.dll\nEXPORTS plugin_run\n");
    const std::string definition = GENERATE("", "/def:names.def");
    must_run({"sh", "-c", "cd \"$0\" && exec \"$@\"", here, lld_link(), manifest_flag(), plugin_object(),
              "/dll", "/nodefaultlib", start_object(), kit() / "librt.dll.a", crt, definition});
    const fs::path made = here / (definition.empty() ? "plugin.dll" : "other.dll");
    must_be_detached(made);
  }
}

TEST_CASE("MSVC's target: two reproducible links make the same file") {
  const fs::path here = fresh("brepro");
  for (const char *name : {"one", "two"})
    must_run(usual() +
             Command{"/brepro", "/out:" + (fresh(fmt::format("brepro/{}", name)) / "plugin.dll").string()});
  CHECK(support::read_file(here / "one/plugin.dll") == support::read_file(here / "two/plugin.dll"));
}

TEST_CASE("MSVC's target: i686 and aarch64 are linked") {
  const std::string machine = GENERATE("i686", "aarch64");
  const std::string object = compile("msvc/small.c", machine + ".obj", {}, machine);
  const fs::path here = fresh(machine);
  support::write_bytes(here / "rt.def", "LIBRARY rt.dll\nEXPORTS\n rt_add\n rt_identify\n rt_data DATA\n");
  must_run({"llvm-dlltool-19", "-m", machine == "i686" ? "i386" : "arm64", "-d", here / "rt.def", "-l",
            here / "rt.lib"});
  must_run({lld_link(), manifest_flag(), "/dll", "/noentry", "/nodefaultlib", object, here / "rt.lib",
            "/out:" + (here / "plugin.dll").string()});
  must_be_detached(here / "plugin.dll");
  const std::string told = readobj({"--file-headers", "--coff-imports"}, here / "plugin.dll");
  CHECK_THAT(told,
             ContainsSubstring(machine == "i686" ? "IMAGE_FILE_MACHINE_I386" : "IMAGE_FILE_MACHINE_ARM64 "));
  CHECK_THAT(told, ContainsSubstring("Symbol: VirtualProtect ("));
  CHECK_THAT(told, !ContainsSubstring("AddressOfEntryPoint: 0x0"));
}

TEST_CASE("lld-link without a weakrt flag is lld-link") {
  const fs::path here = fresh("transparent");
  const Command line = inputs() + Command{plugin_object(), start_object(), "/brepro"};
  must_run(Command{lld_link()} + line + Command{"/out:" + (here / "plugin.dll").string()});
  const std::string ours = support::read_file(here / "plugin.dll");
  must_run(Command{"lld-link-19"} + line + Command{"/out:" + (here / "plugin.dll").string()});
  CHECK(ours == support::read_file(here / "plugin.dll"));
  CHECK_THAT(support::run({lld_link(), "--version"}).out, ContainsSubstring("LLD"));
  CHECK_THAT(support::run({lld_link(), manifest_flag(), "--version"}).out, ContainsSubstring("LLD"));
}

TEST_CASE("lld-link: lines that cannot be linked") {
  const fs::path here = fresh("bad");
  const std::string output = "/out:" + (here / "plugin.dll").string();
  const Command line = usual() + Command{output};
  support::write_bytes(here / "plugin.dll", "an earlier link's");
  SECTION("a file that is not there") {
    must_fail(line + Command{"nowhere.obj"}, "could not open 'nowhere.obj'");
  }
  SECTION("libraries that are damaged") {
    const std::string text = GENERATE("!<arch>\n", "!<arch>\nnonsense", "nothing of the kind");
    support::write_bytes(here / "bad.lib", text + std::string(100, '\xff'));
    const Outcome outcome = support::run(line + Command{here / "bad.lib"});
    INFO(outcome.how_it_ended() << outcome.err);
    CHECK(outcome.exit_code == 1);
    CHECK(outcome.signal == 0);
    CHECK_THAT(outcome.err, ContainsSubstring("bad.lib"));
  }
  SECTION("truncated libraries") {
    const std::string whole = support::read_file(kit() / "librt.dll.a");
    for (size_t size : {9UL, 70UL, 200UL, whole.size() / 2, whole.size() - 1}) {
      support::write_bytes(here / "cut.lib", whole.substr(0, size));
      const Outcome outcome =
          support::run(Command{lld_link(), manifest_flag(), "/dll", "/nodefaultlib", plugin_object(),
                               start_object(), crt, output, here / "cut.lib"});
      INFO(size << ": " << outcome.how_it_ended() << outcome.err);
      CHECK(outcome.signal == 0);
      CHECK(outcome.exit_code <= 1);
    }
    return;
  }
  SECTION("a symbol that nobody has") {
    must_fail({lld_link(), manifest_flag(), "/dll", "/nodefaultlib", plugin_object(), start_object(),
               kit() / "librt.dll.a", output},
              "undefined symbol: __declspec(dllimport) printf");
  }
  SECTION("truncated objects") {
    const std::string whole = support::read_file(plugin_object());
    for (size_t size = 0; size < whole.size(); size += whole.size() / 20) {
      support::write_bytes(here / "cut.obj", whole.substr(0, size));
      const Outcome outcome = support::run(line + Command{here / "cut.obj"});
      INFO(size << ": " << outcome.how_it_ended() << outcome.err);
      CHECK(outcome.signal == 0);
      CHECK(outcome.exit_code == 1);
    }
  }
  CHECK_THAT(names_in(here), !ContainsSubstring("plugin"));
}

TEST_CASE("lld-link: lines that weakrt refuses") {
  const fs::path here = fresh("refused");
  const std::string output = "/out:" + (here / "plugin.dll").string();
  const std::string hybrid = compile("msvc/small.c", "refused/ec.obj", {}, "arm64ec");
  const support::GoldenFolder golden(sources / "golden", "windows");
  struct Refused {
    std::string name;
    Command line;
  };
  const Refused lines[] = {
      {"no-name-for-the-output", {"/out:"}},
      {"an-unknown-machine", {"/machine:vax"}},
      {"a-hybrid-image", {"/machine:ARM64X"}},
      {"a-hybrid-object", {hybrid}},
      {"a-flag-with-a-slash", {"/weakrt-manifest:x.toml"}},
      {"a-flag-with-one-dash", {"-weakrt-manifest=x.toml"}},
      {"a-linker-of-another-kind", {"--weakrt-linker=bfd"}},
      {"a-response-file-in-itself", {"@" + (here / "itself").string()}},
  };
  support::write_bytes(here / "itself", "@" + (here / "itself").string());
  for (const Refused &refused : lines) {
    support::write_bytes(here / "plugin.dll", "an earlier link's");
    // The object that says the machine is the first.
    const Outcome outcome = support::run(Command{lld_link(), manifest_flag(), output, refused.line[0]} +
                                         inputs() + Command{plugin_object(), start_object()});
    INFO(refused.name << ": " << outcome.how_it_ended() << "\n" << outcome.err);
    CHECK(outcome.exit_code == 1);
    const std::string difference =
        golden.compare(refused.name + ".txt", support::replaced(outcome.err, here.string(), "<here>"));
    INFO(difference);
    CHECK(difference.empty());
    if (refused.line[0] != "/out:")
      CHECK_FALSE(fs::exists(here / "plugin.dll"));
  }
}

TEST_CASE("lld-link: an input that is the output stays") {
  const fs::path object = fresh("same") / "plugin.dll";
  support::write_bytes(object, support::read_file(plugin_object()));
  must_fail(usual() + Command{object.string(), "/out:" + object.string()},
            "this is an input and the output of the same link");
  CHECK(support::read_file(object) == support::read_file(plugin_object()));
}
