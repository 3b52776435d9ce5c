// What is borrowed from whom: libraries of every shape, interface stubs, several runtimes.
#include "kit.h"
#include "plugin_facts.h"

#include "linkplugin/elf/origin.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

static std::string json_of(const fs::path &plugin) {
  return must_run({tool(), "inspect", "--json", plugin}).out;
}

namespace {

/// A plugin that has 300 imports, and the runtime for it.
struct ManyImports {
  explicit ManyImports(const Workshop &here) {
    std::string runtime = kit().demo, sum = "int plugin_sum(void) { return 0";
    for (int i = 0; i < 300; ++i) {
      runtime += fmt::format("int demo_f{0}(void) {{ return {0}; }}\n", i);
      plugin += fmt::format("int demo_f{}(void);\n", i);
      sum += fmt::format(" + demo_f{}()", i);
    }
    plugin += sum + "; }\nint plugin_answer(void) { return plugin_sum() == 44850; }";
    library = here.library("libdemo.so.1", runtime);
  }

  void check(const fs::path &out) const {
    CHECK(detached_in(out).size() >= 300);
    CHECK(count(json_of(out), "\"name\": \"demo_f") == 300);
    CHECK(run({kit().host, out, library}).out == "1");
  }

  std::string plugin; ///< its source
  fs::path library;
};

} // namespace

TEST_CASE("a plugin with more imports than the least room of the record") {
  Workshop here;
  ManyImports many(here);
  fs::path object = here.compile("plugin.o", many.plugin);
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  check_linked(driver("gcc", linker) + Command{"-shared", "-o", out, object, many.library} + borrow(), out);
  many.check(out);
}

TEST_CASE("many imports take a second link only where the objects do not tell how many") {
  Workshop here;
  ManyImports many(here);
  fs::path input = here / "plugin.o";
  auto form = GENERATE(as<std::string>(), "object", "archive", "bitcode");
  CAPTURE(form);
  if (form == "bitcode")
    must_run({"clang-19", "-O2", "-fPIC", "-flto", "-c", here.write("plugin.c", many.plugin), "-o", input});
  else
    here.compile("plugin.o", many.plugin);
  if (form == "archive") {
    must_run({"ar", "rcs", here / "libplugin.a", input});
    input = here / "libplugin.a";
  }
  fs::path out = here / "plugin.so";
  Outcome outcome = check_linked(driver("gcc", "lld") +
                                     Command{"-shared", "-o", out, "-Wl,-v", "-Wl,--whole-archive", input,
                                             "-Wl,--no-whole-archive", many.library} +
                                     borrow(),
                                 out);
  CHECK(count(outcome.err, "weakrt: linked by ") == (form == "bitcode" ? 2 : 1));
  many.check(out);
}

TEST_CASE("what objects name and a link drops takes no room in the plugin") {
  Workshop here;
  ManyImports many(here);
  here.compile("many.o", many.plugin);
  must_run({"ar", "rcs", here / "libmany.a", here / "many.o"});
  fs::path object =
      here.compile("plugin.o", "int demo_f7(void); int plugin_answer(void) { return demo_f7(); }");
  fs::path with = here / "with.so", without = here / "without.so";
  auto link = [&](const fs::path &out, const Command &more) {
    check_linked(driver("gcc", "lld") + Command{"-shared", "-o", out, object, many.library} + more + borrow(),
                 out);
  };
  link(without, {});
  link(with, {here / "libmany.a"});
  CHECK(fs::file_size(with) <= fs::file_size(without));
}

TEST_CASE("without the library on the line the manifest's list of symbols stands for it") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  auto strict = GENERATE(as<std::string>(), "-Wl,-z,defs", "-Wl,--as-needed", "-Wl,-z,relro");
  CAPTURE(linker, strict);
  Command link = driver("gcc", linker) + Command{"-shared", "-o", out, strict};
  check_linked(link + Command{kit().object} + borrow(kit().symbols), out);
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}

TEST_CASE("a misspelled symbol stays an error that names the object, with a list and with a library") {
  Workshop here;
  fs::path typo = here.compile("typo.o", "int demo_ad(int); int plugin_typo(void) { return demo_ad(1); }");
  fs::path archived =
      here.compile("other.o", "int demo_ad(int); int plugin_other(void) { return demo_ad(2); }");
  must_run({"ar", "rcs", here / "libother.a", archived});
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  auto strict = GENERATE(Command{}, Command{"-z", "defs"});
  auto listed = GENERATE(false, true);
  CAPTURE(linker, strict, listed);
  Command inputs = listed ? Command{kit().object} : plugin_inputs();
  std::string said = check_refused(bare_ld(linker, out, listed ? kit().symbols : kit().manifest) + inputs +
                                       Command{typo, "-u", "plugin_other", here / "libother.a"} + strict +
                                       Command{"-L/usr/lib/x86_64-linux-gnu", "-lc"},
                                   out, "demo_ad");
  CHECK_THAT(said, ContainsSubstring("typo.o") && ContainsSubstring("other.o"));
  if (strict.empty())
    CHECK(count(said, "error:") == 1);
}

TEST_CASE("all missing symbols are reported together") {
  Workshop here;
  fs::path typo = here.compile(
      "typo.o", "int demo_x(void), demo_y(void); int plugin_typo(void) { return demo_x() + demo_y(); }");
  fs::path out = here / "plugin.so";
  check_refused(bare_ld("", out) + plugin_inputs() + Command{typo}, out);
}

TEST_CASE("an executable stands for the runtime that is inside it") {
  Workshop here;
  fs::path source = here.write("demo.c", kit().demo + "int main(void) { return 0; }");
  must_run({"gcc", "-rdynamic", "-o", here / "exported", source});
  must_run({"gcc", "-o", here / "silent", source});
  fs::path out = here / "plugin.so";
  auto with_interface = [&](std::string_view file) {
    return here.write("plugin.toml", fmt::format("[[runtime]]\nname = \"demo\"\ninterface = \"{}\"\n"
                                                 "[runtime.definition]\nidentify = [\"demo_add\"]\n"
                                                 "symbols = [\"demo_*\"]\n",
                                                 file));
  };
  auto linker = GENERATE(from_range(real_linkers));
  Command rest = {kit().object, "-z", "defs", "-L/usr/lib/x86_64-linux-gnu", "-lc"};
  SECTION("it exports its symbols") {
    check_linked(bare_ld(linker, out, with_interface("exported")) + rest, out);
    check_borrows_demo(out);
  }
  SECTION("it exports nothing") {
    check_refused(bare_ld(linker, out, with_interface("silent")) + rest, out);
  }
  SECTION("it is not there") {
    check_refused(bare_ld(linker, out, with_interface("nowhere")) + rest, out);
  }
  SECTION("it is another runtime") {
    here.library("libother.so", "int other;");
    check_refused(bare_ld(linker, out, with_interface("libother.so")) + rest, out);
  }
  SECTION("it is no program") {
    check_refused(bare_ld(linker, out, with_interface("plugin.toml")) + rest, out);
  }
}

TEST_CASE("without a library and without a list there is nothing to link against") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string said = check_refused(bare_ld("", out) + Command{kit().object}, out);
  CHECK(count(said, "error:") == 1);
  said = check_refused(bare_ld("", out) + Command{kit().object, "-ldemo"}, out);
  CHECK_THAT(said, ContainsSubstring("-ldemo was not found"));
}

TEST_CASE("one plugin can borrow several runtimes") {
  Workshop here;
  fs::path second =
      here.library("libsecond.so.1", "int second_add(int a) { return a; } int second_is_running(void) "
                                     "{ return 1; } const char second_version[] = \"2.0\";");
  fs::path object =
      here.compile("second.o", "int second_add(int); int plugin_second(void) { return second_add(7); }");
  fs::path manifest = here.write("second.toml", manifest_text("second"));
  fs::path both = here.write("both.toml", manifest_text("demo") + manifest_text("second"));
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  auto in_one = GENERATE(true, false);
  Command link =
      bare_ld(linker, out, in_one ? both : kit().manifest) + plugin_inputs() + Command{object, second};
  if (!in_one)
    link.push_back("--weakrt-manifest=" + manifest.string());
  check_linked(link, out);
  check_borrows_demo(out);
  CHECK(detached_in(out).contains("second_add"));
  CHECK(count(json_of(out), "\"name\": \"second\"") == 1);
  for (const std::string &name : needed_by(out))
    CHECK(name.find("second") == std::string::npos);
}

TEST_CASE("weak references are optional, and so is what the manifest lists") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path manifest = here.write("plugin.toml", "[[runtime]]\nname = \"demo\"\noptional = [\"demo_new*\"]\n"
                                                "[runtime.definition]\nidentify = [\"demo_add\"]\n"
                                                "symbols = [\"demo_*\"]\n");
  fs::path object =
      here.compile("new.o", "int demo_new_call(void); int plugin_new(void) { return demo_new_call(); }");
  auto linker = GENERATE(from_range(real_linkers));
  check_linked(bare_ld(linker, out, manifest) + plugin_inputs() + Command{object}, out);
  std::string json = json_of(out);
  for (const char *name : {"demo_maybe", "demo_new_call"}) {
    size_t at = json.find(fmt::format("\"name\": \"{}\"", name));
    REQUIRE(at != std::string::npos);
    CHECK_THAT(json.substr(at, 90), ContainsSubstring("\"optional\": true"));
  }
  size_t at = json.find("\"name\": \"demo_add\"");
  CHECK_THAT(json.substr(at, 90), ContainsSubstring("\"optional\": false"));
  CHECK(answer_of(out) == "42");
}

TEST_CASE("a library earlier on the line gives what it defines, and stays") {
  Workshop here;
  fs::path other = here.library("libother.so.1", "int demo_add(int a, int b) { return a + b + 1; }");
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  check_linked(bare_ld(linker, out) + Command{kit().object, other, kit().library}, out);
  CHECK(bound_by_loader(out).contains("demo_add"));
  CHECK_FALSE(detached_in(out).contains("demo_add"));
  CHECK(detached_in(out).contains("demo_answer"));
  std::vector<std::string> needed = needed_by(out);
  CHECK(std::ranges::count(needed, "libother.so.1") == 1);
  CHECK(std::ranges::count(needed, "libdemo.so.1") == 0);
}

TEST_CASE("a runtime's library without a soname") {
  Workshop here;
  must_run({"gcc", "-shared", "-fPIC", "-o", here / "libdemo.so", here.write("demo.c", kit().demo)});
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Command how = ONE_OF(Command{"-L" + here.folder().string(), "-ldemo"}, Command{here / "libdemo.so"},
                       Command{"-L" + here.folder().string(), "-l:libdemo.so"}, Command{"./libdemo.so"},
                       Command{"libdemo.so"});
  CAPTURE(how);
  check_linked(in_folder(here.folder(), bare_ld(linker, out) + Command{kit().object} + how), out);
  check_borrows_demo(out);
  // Where it was while it was linked with, it need not be later.
  CHECK_THAT(json_of(out),
             ContainsSubstring("[\n        \"libdemo.so\"\n      ]") && !ContainsSubstring("/"));
}

TEST_CASE("a linker script in the place of the runtime's library") {
  Workshop here;
  auto text = GENERATE(
      as<std::string>(), "INPUT(libdemo.so.1)", "INPUT ( libdemo.so.1 )", "GROUP(AS_NEEDED(libdemo.so.1))",
      "/* GNU ld script */\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( @/libdemo.so.1  AS_NEEDED ( libm.so.6 ) )",
      "INPUT(-l:libdemo.so.1)", "INPUT(\"libdemo.so.1\")", "GROUP(@/libdemo.so.1, -lm)");
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker, text);
  fs::copy_file(kit().library, here / "libdemo.so.1");
  std::string script = text;
  if (size_t at = script.find("@/"); at != std::string::npos)
    script.replace(at, 1, here.folder().string());
  here.write("libdemo.so", script + "\n");
  fs::path out = here / "plugin.so";
  Command line = Command{"-L" + here.folder().string(), "-L/lib/x86_64-linux-gnu",
                         "-L/usr/lib/x86_64-linux-gnu", kit().object, "-ldemo"};
  if (!works_without_us(linker, line))
    return; // not every linker reads every script
  check_linked(bare_ld(linker, out) + line, out);
  check_borrows_demo(out);
}

TEST_CASE("a static archive of the runtime puts a copy into the plugin") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  // What is inside cannot be borrowed: told, not done silently.
  auto manifest = GENERATE(kit().manifest, kit().symbols);
  std::string said =
      check_refused(bare_ld(linker, out, manifest) + Command{kit().object, kit().archive}, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("$ORIGIN is the folder of the file that says it, wherever it stands") {
  auto [text, replaced] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {"/lib", "/lib"},
      {"$ORIGIN", "/a"},
      {"${ORIGIN}/../$ORIGIN", "/a/..//a"},
      {"$ORIGIN$ORIGIN${ORIGIN}", "/a/a/a"},
      {"/x/$ORIGIN-$ORIGIN", "/x//a-/a"},
      {"$ORIGINAL/$ORIGIN_1/${ORIGINAL}/$LIB/$", "$ORIGINAL/$ORIGIN_1/${ORIGINAL}/$LIB/$"},
  }));
  CHECK(weakrt::elf::replace_origin(text, "/a") == replaced);
  // What has been put in is not looked at again.
  CHECK(weakrt::elf::replace_origin("$ORIGIN/${ORIGIN}", "/$ORIGIN") == "/$ORIGIN//$ORIGIN");
}

TEST_CASE("a needed library that itself needs the runtime is an error with the chain") {
  Workshop here;
  fs::path deep =
      here.library("libdeep.so.1", "int demo_add(int, int); int deep(void) { return demo_add(1, 2); }",
                   {"-L" + kit().folder.string(), "-ldemo"});
  fs::create_directory(here / "second");
  fs::path wide = here.library("libwide.so.1", "int deep(void); int wide(void) { return deep(); }", {deep});
  fs::path object =
      here.compile("user.o", "int deep(void), wide(void); int plugin_user(void) { return deep() + wide(); }");
  fs::path user = here.compile("wide.o", "int wide(void); int plugin_user(void) { return wide(); }");
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  SECTION("directly") {
    check_refused(bare_ld(linker, out) + plugin_inputs() + Command{object, deep, wide}, out);
  }
  SECTION("through another, found by -rpath-link, -rpath or its own run path") {
    fs::path moved = here / "second/libdeep.so.1";
    fs::rename(deep, moved);
    auto how = GENERATE(as<std::string>(), "-rpath-link=@", "-rpath=@", "-rpath=/nowhere:@",
                        "-rpath-link=/nowhere:@");
    CAPTURE(how);
    std::string folder = (here / "second").string();
    Command flags = {how.substr(0, how.find('@')) + folder};
    check_refused(bare_ld(linker, out) + plugin_inputs() + Command{user, wide} + flags, out);
  }
  SECTION("through another, found by that one's own run path") {
    auto path = GENERATE(as<std::string>(), "$ORIGIN/second", "${ORIGIN}/second", "$ORIGIN/$ORIGIN",
                         "${ORIGIN}${ORIGIN}", "${ORIGIN}$ORIGIN");
    CAPTURE(path);
    fs::path twice = here.folder() / here.folder().relative_path();
    fs::path moved = (path.ends_with("second") ? here / "second" : twice) / "libdeep.so.1";
    fs::create_directories(twice);
    fs::rename(deep, moved);
    here.library("libwide.so.1", "int deep(void); int wide(void) { return deep(); }",
                 {moved, "-Wl,-rpath," + path});
    Command link = bare_ld(linker, out) + plugin_inputs() + Command{user};
    check_refused(link + Command{wide}, out);
    check_refused(in_folder(here.folder(), link + Command{wide.filename()}), out);
  }
}

TEST_CASE("a library for another machine earlier in the search path is passed over, as the linker does") {
  Workshop here;
  fs::create_directory(here / "other");
  must_run({"clang-19", "--target=aarch64-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld",
            "-Wl,-soname,libdemo.so.1", "-o", here / "other/libdemo.so", here.write("demo.c", kit().demo)});
  auto linker = GENERATE(as<std::string>(), "bfd", "gold", "mold");
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  Command line = {kit().object, "-L" + (here / "other").string(), "-L" + kit().folder.string(), "-ldemo"};
  if (!works_without_us(linker, line))
    return;
  check_linked(bare_ld(linker, out) + line, out);
  check_borrows_demo(out);
}

TEST_CASE("a symbol version that the runtime wants is kept") {
  Workshop here;
  fs::path script = here.write("demo.map", "DEMO_1.0 { global: demo_*; local: *; };");
  fs::path library = here.library("libdemo.so.1", kit().demo, {"-Wl,--version-script=" + script.string()});
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  check_linked(driver("gcc", linker) + Command{"-shared", "-o", out, kit().object, library} + borrow(), out);
  check_borrows_demo(out);
  CHECK_THAT(json_of(out), ContainsSubstring("\"version\": \"DEMO_1.0\""));
  CHECK(must_run({"readelf", "-VW", out}).out.find("libdemo") == std::string::npos);
  CHECK(run({kit().host, out, library}).out == "42");
}

TEST_CASE("a library whose symbols are not of the kind that the manifest says is one error") {
  Workshop here;
  auto lines =
      GENERATE(as<std::string>(), "version = [{ symbol = \"demo_version\", kind = \"text-function\" }]",
               "version = [{ symbol = \"demo_add\", kind = \"text\" }]",
               "version = [{ symbol = \"demo_version\", kind = \"jni\" }]", "initialised = \"demo_version\"");
  CAPTURE(lines);
  fs::path manifest =
      here.write("demo.toml", "[[runtime]]\nname = \"demo\"\n[runtime.definition]\nidentify = "
                              "[\"demo_add\"]\nsymbols = [\"demo_*\"]\n" +
                                  lines + "\n");
  fs::path out = here / "plugin.so";
  check_refused(driver("gcc") + Command{"-shared", "-o", out} + plugin_inputs() + borrow(manifest), out);
}

TEST_CASE("a definition can be in a file of its own, beside the plugin's manifest") {
  Workshop here;
  fs::create_directory(here / "runtimes");
  here.write("runtimes/demo.toml", "name = \"demo\"\nidentify = [\"demo_add\"]\nsymbols = [\"demo_*\"]\n");
  fs::path out = here / "plugin.so";
  auto definition =
      GENERATE(as<std::string>(), "\"runtimes/demo.toml\"", "\"runtimes/gone.toml\"", "\"plugin.toml\"", "3");
  auto name = GENERATE(as<std::string>(), "demo", "domo");
  fs::path manifest =
      here.write("plugin.toml", "[[runtime]]\nname = \"" + name + "\"\ndefinition = " + definition + "\n");
  Command link = driver("gcc") + Command{"-shared", "-o", out} + plugin_inputs() + borrow(manifest);
  if (definition == "\"runtimes/demo.toml\"" && name == "demo")
    CHECK(run(link).ok());
  else
    check_refused(link, out);
}
