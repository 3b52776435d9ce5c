// weakrt explain with programs that are not running: what real files say. The texts are in golden/*.said.
#include "said.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace explain_test;
using Catch::Matchers::ContainsSubstring;

namespace {

constexpr std::string_view idle_main = "int main(void) { return 0; }\n";

/// A program from these sources, with demo's or without.
fs::path make_host(const Workshop &here, std::string_view source, const Command &flags = {}) {
  fs::path text = here.write("host.c", source);
  fs::path host = here / "host";
  must_run(Command{"gcc", "-O2", text, "-o", host} + flags);
  return host;
}

/// One that needs demo's library (whether it uses it or not), found through `rpath`.
Command needs_demo(const std::string &rpath) {
  return {"-Wl,--no-as-needed", "-L" + kit().folder.string(), "-ldemo", "-Wl,-rpath," + rpath};
}

std::string with_idle_main(std::string_view source) {
  return std::string(source) + std::string(idle_main);
}

} // namespace

TEST_CASE("alone: the library is found as the loader finds it") {
  Workshop here;
  std::string folder = kit().folder;
  SECTION("through LD_LIBRARY_PATH") {
    check_said("alone-library-path", here, {demo_plugin(here, "", version_as_text)},
               {"LD_LIBRARY_PATH=/nowhere;" + folder});
  }
  SECTION("through the plugin's RUNPATH") {
    check_said("alone-runpath", here,
               {demo_plugin(here, "", version_as_text, {"-Wl,--enable-new-dtags", "-Wl,-rpath," + folder})});
  }
  SECTION("through the plugin's RPATH, relative to it") {
    fs::create_directory(here / "lib");
    fs::create_symlink(kit().library, here / "lib/libdemo.so.1");
    demo_plugin(here, "", version_as_text, {"-Wl,--disable-new-dtags", "-Wl,-rpath,$ORIGIN/lib"});
    check_said("alone-rpath-origin", here, {here / "plugin.so"});
    check_said("alone-rpath-origin", here, {here / "plugin.so"}, {"LD_LIBRARY_PATH=/nowhere"});
  }
  SECTION("RPATH comes before LD_LIBRARY_PATH, RUNPATH behind it") {
    std::string dtags = GENERATE("-Wl,--disable-new-dtags", "-Wl,--enable-new-dtags");
    for (const char *name : {"one", "two"}) {
      fs::create_directory(here / name);
      fs::copy_file(kit().library, here / name / fs::path("libdemo.so.1"));
    }
    demo_plugin(here, "", version_as_text, {dtags, "-Wl,-rpath," + (here / "one").string()});
    Outcome outcome =
        run({"env", "LD_LIBRARY_PATH=" + (here / "two").string(), tool(), "explain", here / "plugin.so"});
    CHECK_THAT(outcome.out,
               ContainsSubstring(dtags == "-Wl,--disable-new-dtags" ? "/one/libdemo" : "/two/libdemo"));
  }
  SECTION("not at all") {
    check_said("alone-not-found", here, {demo_plugin(here, "", version_as_text)});
  }
  SECTION("one for another machine is passed over") {
    fs::create_directory(here / "arm");
    must_run({"clang-19", "--target=aarch64-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld", "-o",
              here / "arm/libdemo.so.1", here.write("arm.c", "int f(void) { return 1; }")});
    check_said("alone-library-path", here, {demo_plugin(here, "", version_as_text)},
               {"LD_LIBRARY_PATH=" + (here / "arm").string() + ":" + folder});
  }
  SECTION("one that needs what is not there cannot be loaded") {
    fs::path gone = here / "libgone.so";
    fs::path source = here.write("gone.c", "int gone(void) { return 1; }");
    must_run({"gcc", "-shared", "-fPIC", "-o", gone, source});
    must_run({"gcc", "-shared", "-fPIC", "-o", here / "libdemo.so.1",
              here.write("empty.c", "int gone(void); int f(void) { return gone(); }"), gone});
    fs::remove(gone);
    check_said("alone-needs-what-is-gone", here, {demo_plugin(here, "", version_as_text)},
               {"LD_LIBRARY_PATH=" + here.folder().string()});
  }
  SECTION("$ORIGIN in its name is the plugin's folder") {
    fs::create_directory(here / "lib");
    fs::create_symlink(kit().library, here / "lib/libdemo.so.1");
    demo_plugin(here, "", version_as_text);
    check_said("alone-named-by-origin", here, {here / "plugin.so"},
               {"WEAKRT_LOAD_DEMO=$ORIGIN/lib/libdemo.so.1"});
  }
  SECTION("one that is none ends the search") {
    here.write("libdemo.so.1", "nothing");
    check_said("alone-no-library", here, {demo_plugin(here, "", version_as_text)},
               {"LD_LIBRARY_PATH=" + here.folder().string() + ":" + folder});
  }
}

TEST_CASE("nothing is taken from the current directory") {
  Workshop here;
  fs::copy_file(kit().library, here / "libdemo.so.1");
  std::string variable = GENERATE(as<std::string>(), "LD_LIBRARY_PATH=:/nowhere",
                                  "LD_LIBRARY_PATH=/nowhere:", "LD_LIBRARY_PATH=/nowhere::/lib");
  check_said("current-directory", here, {demo_plugin(here, "", version_as_text)}, {variable});
  check_said("current-directory-relative", here, {here / "plugin.so"}, {"LD_LIBRARY_PATH=./"});
  check_said("current-directory-override", here, {here / "plugin.so"}, {"WEAKRT_LOAD_DEMO=./libdemo.so.1"});
}

TEST_CASE("the environment names the library to load") {
  Workshop here;
  demo_plugin(here, "", version_as_text);
  check_said("override", here, {"plugin.so"}, {"WEAKRT_LOAD_DEMO=" + kit().library.string()});
  check_said("override-not-found", here, {"plugin.so"},
             {"WEAKRT_LOAD_DEMO=libnothing.so", "LD_LIBRARY_PATH=" + kit().folder.string()});
}

TEST_CASE("an environment variable tells where a library to load is") {
  Workshop here;
  demo_plugin(here, "", "[runtime.definition.load]\nlinux = [\"$DEMO_HOME/libdemo.so.1\"]\n");
  fs::create_symlink(kit().library, here / "libdemo.so.1");
  check_said("variable", here, {"plugin.so"}, {"DEMO_HOME=" + here.folder().string()});
  check_said("variable-not-set", here, {"plugin.so"});
  check_said("variable-not-set", here, {"plugin.so"}, {"DEMO_HOME="});
  check_said("variable-relative", here, {here / "plugin.so"}, {"DEMO_HOME=."});
}

TEST_CASE("a program that is a plugin itself is its own host") {
  Workshop here;
  SECTION("and loads the runtime") {
    demo_program(here, idle_main);
    check_said("program-owned", here, {"program"}, {"LD_LIBRARY_PATH=" + kit().folder.string()});
    check_said("program-owned-json", here, {"program", "--json"},
               {"LD_LIBRARY_PATH=" + kit().folder.string()});
    check_said("program-alone", here, {"program"});
    check_said("program-with-host", here, {"program", "--host", "program"});
  }
  SECTION("and has it through a library") {
    here.library("libuser.so.1", "int demo_add(int, int); int user(void) { return demo_add(1, 2); }",
                 {"-L" + kit().folder.string(), "-ldemo", "-Wl,-rpath," + kit().folder.string()});
    demo_program(
        here, idle_main,
        {"-no-pie", "-Wl,--no-as-needed", here / "libuser.so.1", "-Wl,-rpath," + here.folder().string()});
    check_said("program-hosted", here, {"program"});
  }
  SECTION("and has it preloaded") {
    demo_program(here, idle_main);
    check_said("program-preloaded", here, {"program"}, {"LD_PRELOAD=" + kit().library.string()});
  }
}

TEST_CASE("a program that has the runtime") {
  Workshop here;
  demo_plugin(here, ">=1, <2", version_as_text);
  std::string source = with_idle_main(kit().demo);
  SECTION("and exports it") {
    make_host(here, source, {"-rdynamic"});
    check_said("host-exports", here, {"plugin.so", "--host", "host"});
    check_said("host-exports-json", here, {"plugin.so", "--host", "host", "--json"});
  }
  SECTION("and only in its .symtab") {
    make_host(here, source, {"-Wl,--build-id"});
    check_said("host-symtab", here, {"plugin.so", "--host", "host"});
  }
  SECTION("and only in its .symtab, without a build-id") {
    make_host(here, source, {"-Wl,--build-id=none"});
    check_said("host-symtab-no-build-id", here, {"plugin.so", "--host", "host"});
  }
  SECTION("and is stripped") {
    make_host(here, source, {"-Wl,--build-id", "-s"});
    check_said("host-stripped", here, {"plugin.so", "--host", "host"});
  }
  SECTION("and needs a library that has it too") {
    make_host(here, source, Command{"-rdynamic"} + needs_demo(kit().folder));
    check_said("host-and-library", here, {"plugin.so", "--host", "host"});
  }
  SECTION("of a version that does not fit") {
    make_host(here, replaced(source, "1.2.3", "2.0"), {"-rdynamic"});
    check_said("host-version", here, {"plugin.so", "--host", "host"});
  }
  SECTION("and says that it can give another") {
    make_host(here, source + "int weakrt_host_1;\n", {"-rdynamic"});
    check_said("host-table", here, {"plugin.so", "--host", "host"});
  }
}

TEST_CASE("a program's libraries are found as the loader finds them") {
  Workshop here;
  demo_plugin(here, "", version_as_text);
  std::string folder = kit().folder;
  SECTION("by its own RUNPATH") {
    make_host(here, idle_main, needs_demo(folder));
    check_said("host-needs", here, {"plugin.so", "--host", "host"});
  }
  SECTION("a needed library's by RPATH of the program, not by its RUNPATH") {
    std::string dtags = GENERATE("--disable-new-dtags", "--enable-new-dtags");
    here.library("libmid.so", "int mid;", {"-Wl,--no-as-needed", "-L" + folder, "-ldemo"});
    make_host(here, idle_main,
              {"-Wl,--no-as-needed", "-L" + here.folder().string(), "-lmid", "-Wl,-rpath-link," + folder,
               "-Wl," + dtags + ",-rpath," + here.folder().string() + ":" + folder});
    check_said(dtags == "--disable-new-dtags" ? "host-needs" : "host-needs-not-found", here,
               {"plugin.so", "--host", "host"});
  }
  SECTION("preloaded") {
    make_host(here, idle_main);
    check_said("host-needs", here, {"plugin.so", "--host", "host"}, {"LD_PRELOAD=" + kit().library.string()});
  }
  SECTION("two copies under two names") {
    fs::copy_file(kit().library, here / "libother.so");
    must_run({"patchelf", "--set-soname", "libother.so", here / "libother.so"});
    make_host(here, idle_main,
              needs_demo(folder) +
                  Command{"-L" + here.folder().string(), "-lother", "-Wl,-rpath," + here.folder().string()});
    check_said("host-two-copies", here, {"plugin.so", "--host", "host"});
  }
  SECTION("a needed library's not by RPATH of the program where it has a RUNPATH") {
    here.library("libmid.so", "int mid;",
                 {"-Wl,--no-as-needed", "-L" + folder, "-ldemo", "-Wl,--enable-new-dtags,-rpath,/nowhere"});
    make_host(here, idle_main,
              {"-Wl,--no-as-needed", "-L" + here.folder().string(), "-lmid", "-Wl,-rpath-link," + folder,
               "-Wl,--disable-new-dtags,-rpath," + here.folder().string() + ":" + folder});
    check_said("host-needs-not-inherited", here, {"plugin.so", "--host", "host"});
  }
  SECTION("one library under two names") {
    fs::create_symlink(kit().library, here / "libalias.so");
    make_host(here, idle_main, {"-Wl,-rpath," + folder + ":" + here.folder().string()});
    // What is added comes first.
    must_run({"patchelf", "--add-needed", "libalias.so", here / "host"});
    must_run({"patchelf", "--add-needed", "libdemo.so.1", here / "host"});
    check_said("host-needs", here, {"plugin.so", "--host", "host"});
  }
}

TEST_CASE("the plugin's own libraries are in the process too") {
  Workshop here;
  fs::copy_file(kit().library, here / "libcopy.so");
  must_run({"patchelf", "--set-soname", "libcopy.so", here / "libcopy.so"});
  demo_plugin(here, "", version_as_text);
  // One at a time: patchelf mixes them up.
  must_run({"patchelf", "--set-rpath", "$ORIGIN", here / "plugin.so"});
  must_run({"patchelf", "--add-needed", "libcopy.so", here / "plugin.so"});
  check_said("plugin-brings-it", here, {"plugin.so"});
}

TEST_CASE("the program's own copy of a variable will do") {
  Workshop here;
  fs::path library = here.library("libdemo.so.1", kit().demo);
  demo_plugin(here, "", version_as_text);
  fs::create_symlink("libdemo.so.1", here / "libdemo.so");
  make_host(here, "extern int demo_answer; int main(void) { return demo_answer; }",
            {"-no-pie", "-fno-pie", "-L" + here.folder().string(), "-ldemo",
             "-Wl,-rpath," + here.folder().string()});
  here.library("libdemo.so.1", replaced(kit().demo, "demo_answer", "demo_other"));
  check_said("host-copied-data", here, {"plugin.so", "--host", "host"});
  // One that only refers to it has no copy.
  here.library("libdemo.so.1", kit().demo);
  make_host(
      here, "extern int demo_answer; int main(void) { return demo_answer; }",
      {"-pie", "-fPIC", "-L" + here.folder().string(), "-ldemo", "-Wl,-rpath," + here.folder().string()});
  here.library("libdemo.so.1", replaced(kit().demo, "demo_answer", "demo_other"));
  check_said("host-missing-data", here, {"plugin.so", "--host", "host"});
}

TEST_CASE("a symbol version that is not there is named") {
  Workshop here;
  fs::path first = here.write("first.map", "DEMO_1 { *; };\n");
  fs::path second = here.write("second.map", "DEMO_2 { *; };\n");
  here.library("libdemo.so.1", kit().demo, {"-Wl,--version-script=" + first.string()});
  fs::create_symlink("libdemo.so.1", here / "libdemo.so");
  fs::path manifest = here.write("demo.toml", manifest_text("demo"));
  must_run(
      driver("gcc") +
      Command{"-shared", "-o", here / "plugin.so", kit().object, "-L" + here.folder().string(), "-ldemo"} +
      borrow(manifest));
  check_said("symbol-versions", here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + here.folder().string()});
  here.library("libdemo.so.1", kit().demo, {"-Wl,--version-script=" + second.string()});
  check_said("symbol-versions-missing", here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + here.folder().string()});
}

TEST_CASE("a version is read from the file where it is data") {
  Workshop here;
  auto [kind, source, name] = GENERATE(table<std::string, std::string, std::string>(
      {{"packed", "const unsigned demo_version = 0x01020300;", "version-read"},
       {"bytes", "const unsigned char demo_version = 1, demo_minor = 2, demo_patch = 3;", "version-read"},
       {"text", "const char demo_version[] = \"1.2.3\";", "version-read"},
       {"text-pointer", "const char *demo_version = \"1.2.3 (today)\";", "version-read"},
       {"text-pointer", "const char demo_text[] = \"1.2.3\"; const char *demo_version = demo_text;",
        "version-read"},
       {"text-pointer", "const char *demo_version;", "version-in-memory"},
       {"text", "char demo_version[8];", "version-in-memory"},
       {"text-function", "const char *demo_version(void) { return \"1.2.3\"; }", "version-function"}}));
  CAPTURE(kind, source);
  std::string whole = with_idle_main(demo_with_version(source));
  const std::string more = kind == "bytes" ? ", minor = \"demo_minor\", patch = \"demo_patch\"" : "";
  const std::string query = "version = [{ symbol = \"demo_version\", kind = \"" + kind + "\"" + more + " }]";
  if (kind == "text-function") {
    // The kit's library has data of this name, which the link would not call.
    here.library("libdemo.so.1", whole);
    fs::create_symlink("libdemo.so.1", here / "libdemo.so");
    must_run(
        driver("gcc") +
        Command{"-shared", "-o", here / "plugin.so", kit().object, "-L" + here.folder().string(), "-ldemo"} +
        borrow(demo_manifest(here, ">=1, <2", query)));
  } else
    demo_plugin(here, ">=1, <2", query);
  SECTION("of a library") {
    here.library("libdemo.so.1", whole);
    check_said(name, here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + here.folder().string()});
  }
  SECTION("of a library with relative relocations packed") {
    here.library("libdemo.so.1", whole, {"-fuse-ld=lld", "-Wl,-z,pack-relative-relocs", "-Wl,-Bsymbolic"});
    check_said(name, here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + here.folder().string()});
  }
  SECTION("of a program that is not moved") {
    make_host(here, whole, {"-rdynamic", "-no-pie"});
    check_said("host-" + name, here, {"plugin.so", "--host", "host"});
  }
}

TEST_CASE("a companion that is not there is named") {
  Workshop here;
  demo_plugin(here, "",
              "[[runtime.definition.companion]]\nname = \"libextra\"\nidentify = [\"extra_start\"]\nsymbols "
              "= [\"extra_*\"]\n");
  check_said("companion-missing", here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + kit().folder.string()});
  fs::path extra = here.library("libextra.so", "int extra_start;");
  make_host(here, idle_main);
  check_said("companion", here, {"plugin.so", "--host", "host"},
             {"LD_LIBRARY_PATH=" + kit().folder.string(), "LD_PRELOAD=" + extra.string()});
}

TEST_CASE("load = \"never\" is told") {
  Workshop here;
  demo_plugin(here, "", version_as_text, {}, "load = \"never\"\n");
  check_said("never-load", here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + kit().folder.string()});
}

TEST_CASE("bind = \"call\" is told") {
  Workshop here;
  demo_plugin(here, "", version_as_text, {}, "bind = \"call\"\n");
  check_said("bind-call", here, {"plugin.so"}, {"LD_LIBRARY_PATH=" + kit().folder.string()});
}

TEST_CASE("a program that is linked statically") {
  Workshop here;
  demo_plugin(here, "", version_as_text);
  std::string how = GENERATE("-static", "-static-pie");
  make_host(here, idle_main, {how});
  check_said("host-static", here, {"plugin.so", "--host", "host"});
}

TEST_CASE("a program with another user's rights ignores the environment") {
  Workshop here;
  demo_plugin(here, "", version_as_text);
  make_host(here, idle_main);
  fs::permissions(here / "host", fs::perms::set_uid, fs::perm_options::add);
  check_said("host-secure", here, {"plugin.so", "--host", "host"},
             {"LD_LIBRARY_PATH=" + kit().folder.string(), "WEAKRT_LOAD_DEMO=" + kit().library.string(),
              "LD_PRELOAD=" + kit().library.string()});
}

TEST_CASE("explain says what is wrong with a host") {
  Workshop here;
  demo_plugin(here, "", version_as_text);
  here.script("script", "true");
  here.write("empty", "");
  here.write("half", read_file("/bin/sh").substr(0, 3000));
  must_run({"mkfifo", here / "pipe"});
  must_run({"clang-19", "--target=aarch64-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld", "-o",
            here / "arm", here.write("arm.c", "int f(void) { return 1; }")});
  std::string name = GENERATE(as<std::string>(), "", "missing", "script", "empty", "half", "pipe", "arm",
                              "plugin.so", "folder");
  fs::create_directory(here / "folder");
  Outcome outcome = check_said("bad-host-" + name, here, {"plugin.so", "--host", name});
  CHECK(outcome.out == "");
}

TEST_CASE("explain says what is wrong with a file that is no plugin") {
  Workshop here;
  here.library("plain", "int f(void) { return 1; }");
  here.write("text", "nothing");
  here.write("empty", "");
  here.write("half", read_file(demo_plugin(here, "")).substr(0, 9000));
  must_run({"mkfifo", here / "pipe"});
  fs::create_directory(here / "folder");
  std::string name =
      GENERATE(as<std::string>(), "missing", "text", "empty", "half", "pipe", "plain", "folder", "/dev/zero");
  auto json = GENERATE(Command{}, Command{"--json"});
  Outcome outcome = check_said("bad-plugin-" + replaced(name, "/", "-"), here, Command{name} + json);
  CHECK(outcome.out == "");
  CHECK(outcome.how_it_ended() == "exit code 1");
}

TEST_CASE("explain is wrong usage without a plugin, with two processes, and with no number") {
  auto arguments = GENERATE(Command{}, Command{"a", "b"}, Command{"a", "--host", "b", "--pid", "1"},
                            Command{"a", "--pid", "0"}, Command{"a", "--pid", "x"},
                            Command{"a", "--pid", "-1"}, Command{"a", "--pid"}, Command{"a", "--host"});
  CAPTURE(arguments);
  Outcome outcome = run(Command{tool(), "explain"} + arguments);
  CHECK(outcome.how_it_ended() == "exit code 2");
  CHECK(outcome.out == "");
}

TEST_CASE("an explanation that cannot be written is a failure") {
  Workshop here;
  demo_plugin(here, "", version_as_text);
  Outcome outcome =
      run({"sh", "-c", tool().string() + " explain " + (here / "plugin.so").string() + " > /dev/full"});
  CHECK(outcome.how_it_ended() == "exit code 1");
}

// The rules are stated twice, here and in the stub: what is foretold is what happens.
TEST_CASE("what is explained is what happens") {
  Workshop here;
  std::string range = GENERATE(as<std::string>(), "", ">=1, <2", ">=2, <3");
  demo_plugin(here, range, version_as_text);
  std::string what = GENERATE(as<std::string>(), "whole", "missing", "gone", "not it", "no version");
  CAPTURE(range, what);
  std::string source = kit().demo;
  if (what == "missing")
    source = replaced(source, "demo_answer", "demo_other");
  if (what == "not it")
    source = replaced(source, "demo_is_running", "demo_is_idle");
  if (what == "no version")
    source = replaced(source, "demo_version", "demo_edition");
  if (what != "gone")
    here.library("libdemo.so.1", source);
  Command environment = {"env", "LD_LIBRARY_PATH=" + here.folder().string()};
  Outcome foretold = run(environment + Command{tool(), "explain", here / "plugin.so", "--host", kit().host});
  Outcome happened = run(environment + Command{kit().host, here / "plugin.so"});
  INFO(foretold.out << foretold.err << happened.out << happened.err);
  CHECK((foretold.exit_code == 0) == (happened.out == "42"));
  CHECK(foretold.exit_code <= 1);
}

TEST_CASE("the real Python, as a program and as a library") {
  fs::path python = real_python();
  Workshop here;
  python_plugin(here);
  std::string version = must_run({python, "-c", "import platform; print(platform.python_version())"}).out;
  version.pop_back();
  for (const Command &host : {Command{}, Command{"--host", python}}) {
    Outcome outcome = support::run_clean(Command{tool(), "explain", here / "plugin.so"} + host);
    INFO(outcome.out << outcome.err);
    CHECK(outcome.ok());
    CHECK_THAT(outcome.out,
               ContainsSubstring("version " + version + "\n") && ContainsSubstring("2 imports: all there\n"));
    CHECK_THAT(outcome.out,
               ContainsSubstring(host.empty() ? "libpython3.11.so.1.0 (owned), loaded for the plugin"
                                              : "the main program (hosted), the only one"));
  }
}
