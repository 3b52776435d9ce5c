// The output file: where it is, whose it is, what names it, and that it is always the same.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("an output in the current folder, without a slash") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  check_linked(in_folder(here.folder(), link_plugin("plugin.so", linker)), here / "plugin.so");
  check_borrows_demo(here / "plugin.so");
  CHECK_FALSE(fs::exists(here / "plugin.so.weakrt"));
}

TEST_CASE("an output that is there already is replaced") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  SECTION("a file") {
    write_bytes(out, "old");
  }
  SECTION("a read-only file") {
    write_bytes(out, "old");
    fs::permissions(out, fs::perms::owner_read);
  }
  SECTION("a symbolic link") {
    write_bytes(here / "target", "old");
    fs::create_symlink("target", out);
  }
  SECTION("a link to nowhere") {
    fs::create_symlink("nowhere", out);
  }
  SECTION("a hard link, whose other name keeps its contents") {
    write_bytes(here / "target", "old");
    fs::create_hard_link(here / "target", out);
  }
  check_linked(link_plugin(out, linker), out);
  check_borrows_demo(out);
  if (fs::exists(here / "target") && !fs::is_symlink(out) && linker != std::string("gold"))
    CHECK(read_file(here / "target") == "old");
}

TEST_CASE("the output has the permissions that the real linker gives it") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  auto mask = GENERATE(as<std::string>(), "022", "077", "0", "027");
  CAPTURE(linker, mask);
  auto permissions = [&](const fs::path &out, const Command &link) {
    must_run(Command{"sh", "-c", "umask " + mask + "; exec \"$0\" \"$@\""} + link);
    return fs::status(out).permissions();
  };
  Command plain = Command{"ld." + std::string(linker), "-shared", "-o", here / "hard.so"} + plugin_inputs();
  CHECK(permissions(here / "weak.so", bare_ld(linker, here / "weak.so") + plugin_inputs()) ==
        permissions(here / "hard.so", plain));
}

TEST_CASE("a device as output is written to, not replaced") {
  Workshop here;
  fs::path out = here / "null";
  if (mknod(out.c_str(), S_IFCHR | 0666, makedev(1, 3)) != 0)
    SKIP("making a device needs root");
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Command plain = Command{"ld." + std::string(linker), "-shared", "-o", out} + plugin_inputs();
  must_run(plain);
  REQUIRE(fs::is_character_file(out)); // no linker replaces it
  Outcome outcome = run(bare_ld(linker, out) + plugin_inputs());
  CHECK(outcome.exit_code == 0);
  CHECK(fs::is_character_file(out));
}

TEST_CASE("a full device as output is one error that names it") {
  Workshop here;
  Command link = bare_ld("", "/dev/full") + plugin_inputs();
  Outcome outcome = run(link);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(link, outcome));
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("what the user has under the name of the scratch folder is not touched") {
  Workshop here;
  fs::path out = here / "plugin.so";
  SECTION("a folder") {
    here.write("plugin.so.weakrt/precious", "mine");
    CHECK(check_golden(link_plugin(out), run(link_plugin(out))));
    CHECK(fs::exists(here / "plugin.so.weakrt/precious"));
  }
  SECTION("a file") {
    here.write("plugin.so.weakrt", "mine");
    CHECK(check_golden(link_plugin(out), run(link_plugin(out))));
    CHECK(fs::is_regular_file(here / "plugin.so.weakrt"));
  }
}

TEST_CASE("an output may have the longest name that the file system allows") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  // LLD writes to OUT.tmp1234567 first.
  size_t longest = std::string_view(linker) == "lld" ? 244 : 255;
  fs::path out = here / std::string(longest, 'p');
  must_run(Command{"ld." + std::string(linker), "-shared", "-o", out} + plugin_inputs());
  fs::remove(out);
  Outcome outcome = run(bare_ld(linker, out) + plugin_inputs());
  CHECK(outcome.err == "");
  CHECK(fs::exists(out));
}

TEST_CASE("a map file names the output and no scratch file") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  fs::path map = here / "plugin.map";
  auto form = GENERATE(as<std::string>(), "-Wl,-Map=", "-Wl,-Map,");
  check_linked(link_plugin(out, linker, {form + map.string()}), out);
  CHECK_THAT(read_file(map), ContainsSubstring("plugin.o"));
  CHECK_THAT(read_file(map), !ContainsSubstring("plugin.so.weakrt/"));
}

static std::string as_make_reads(std::string_view name) {
  std::string text;
  for (char c : name)
    text += c == ' ' || c == '#' ? fmt::format("\\{}", c) : c == '$' ? "$$" : std::string(1, c);
  return text;
}

TEST_CASE("a dependency file names the output and its inputs, no scratch file") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  // Only lld escapes spaces by itself.
  fs::path out = here / GENERATE(as<std::string>(), "plugin.so", "a folder, #1/$ plugin.so");
  fs::create_directories(out.parent_path());
  fs::path file = here / "plugin.d";
  auto manifest = GENERATE(kit().manifest, kit().symbols);
  Command inputs = manifest == kit().manifest ? plugin_inputs() : Command{kit().object};
  auto form = GENERATE(as<std::string>(), "=", ",");
  check_linked(driver("gcc", linker) +
                   Command{"-shared", "-o", out, "-Wl,--dependency-file" + form + file.string()} + inputs +
                   borrow(manifest),
               out);
  std::string text = read_file(file);
  std::string name = as_make_reads(out.string());
  CHECK(text.starts_with(name + ":"));
  CHECK_THAT(text, ContainsSubstring("plugin.o"));
  CHECK_THAT(text, !ContainsSubstring(".weakrt/"));
  // make reads it.
  here.write("Makefile", fmt::format("all: {0}\n{0}:\n\t@echo made\ninclude plugin.d\n", name));
  Outcome made = run({"make", "-s", "-C", here.folder()});
  CHECK(made.how_it_ended() == "exit code 0");
  CHECK(made.out == "");
}

TEST_CASE("the same inputs give the same bytes") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  auto more = GENERATE(Command{}, Command{"-Wl,--build-id"});
  CAPTURE(linker, more);
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out, linker, more), out);
  std::string first = read_file(out);
  check_linked(link_plugin(out, linker, more), out);
  CHECK((read_file(out) == first));

  // gold writes the output's path into the file where it needs versions.
  if (linker == std::string("gold"))
    return;
  fs::create_directory(here / "elsewhere");
  fs::path moved = here / "elsewhere/plugin.so";
  check_linked(link_plugin(moved, linker, more), moved);
  CHECK((read_file(moved) == first));
}

TEST_CASE("the output does not name the scratch folder") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  fs::path out = here / "plugin.so";
  check_linked(link_plugin(out, linker), out);
  CHECK(count(read_file(out), "plugin.so.weakrt") == 0);
}

TEST_CASE("the same inputs in two folders give the same bytes") {
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  std::string bytes[2];
  for (std::string &text : bytes) {
    Workshop here;
    for (const fs::path &file : {kit().object, kit().library, kit().symbols, kit().folder / "demo.symbols"})
      fs::copy_file(file, here / file.filename().string());
    // Relative names, as CMake with Ninja uses them: with the library, and with an interface stub.
    check_linked(in_folder(here.folder(),
                           bare_ld(linker, "a.so", "symbols.toml") + Command{"plugin.o", "libdemo.so.1"}),
                 here / "a.so");
    check_linked(in_folder(here.folder(), bare_ld(linker, "b.so", "symbols.toml") + Command{"plugin.o"}),
                 here / "b.so");
    text = read_file(here / "a.so") + read_file(here / "b.so");
  }
  CHECK((bytes[0] == bytes[1]));
}

TEST_CASE("many links at once do not disturb each other") {
  Workshop here;
  std::string commands;
  for (int i = 0; i < 8; ++i)
    commands +=
        support::shell_quoted(link_plugin(here / fmt::format("{}.so", i), real_linkers[i % 4])) + " &\n";
  must_run({"sh", "-c", commands + "wait"});
  for (int i = 0; i < 8; ++i)
    check_borrows_demo(here / fmt::format("{}.so", i));
}

// With packed relocations and without start-up code LLD makes a dynamic section that loses only a DT_NEEDED.
TEST_CASE("a plugin without DT_INIT needs no room for it") {
  Workshop here;
  fs::path object =
      here.compile("calls.o", "int demo_add(int, int); int plugin_answer(void) { return demo_add(40, 2); }");
  fs::path out = here / "plugin.so";
  check_linked(bare_ld("lld", out) + Command{object, kit().library, "--pack-dyn-relocs=relr"}, out);
  CHECK(answer_of(out) == "42");
}

// LLD is given a script of ours, too, which says where the PLT's relocations go.
TEST_CASE("a linker script may put all relocations into one section") {
  Workshop here;
  fs::path script = here.write("all.ld", "SECTIONS { .relocations : { *(.rela*) } } INSERT BEFORE .text;");
  fs::path out = here / "plugin.so";
  check_linked(bare_ld("lld", out) + plugin_inputs() + Command{"-T", script}, out);
  check_borrows_demo(out);
  CHECK(answer_of(out) == "42");
}
