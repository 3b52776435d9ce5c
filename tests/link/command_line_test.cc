// What a driver can hand over: response files, paths with spaces and commas, very long lines.
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("response files are expanded") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(compiler, linker);
  Workshop here;
  fs::path out = here / "plugin.so";
  Command front = driver(compiler, linker);
  SECTION("the driver's") {
    fs::path file = here.write(
        "rsp", fmt::format("-shared -o {} {} -L{}\n-ldemo -Xlinker\n--weakrt-manifest={}\n", out.string(),
                           kit().object.string(), kit().folder.string(), kit().manifest.string()));
    check_linked(front + Command{"@" + file.string()}, out);
  }
  SECTION("the linker's") {
    fs::path file = here.write("rsp", "--weakrt-manifest=" + kit().manifest.string());
    check_linked(front + Command{"-shared", "-o", out} + plugin_inputs() + Command{"-Wl,@" + file.string()},
                 out);
  }
  SECTION("one in another, quoted, with spaces") {
    fs::path manifest = here / "my, own \"demo\".toml";
    fs::copy(kit().manifest, manifest);
    fs::path inner = here.write("inner rsp", fmt::format("'--weakrt-manifest={}'\n", manifest.string()));
    fs::path outer = here.write("outer", fmt::format("\"@{}\" -z\t now\r\n", inner.string()));
    check_linked(front + Command{"-shared", "-o", out} + plugin_inputs() + Command{"-Wl,@" + outer.string()},
                 out);
  }
  CHECK(linker_of(out) == linker);
  check_borrows_demo(out);
}

TEST_CASE("a response file that includes itself is one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path file = here / "rsp";
  here.write("rsp", fmt::format("--weakrt-manifest={} @{}", kit().manifest.string(), file.string()));
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Command line = {
      ld_dir() / fmt::format("ld.{}", linker), "-shared", "-o", out, kit().object, "@" + file.string()};
  check_refused(line, out);
}

TEST_CASE("a manifest's path may hold spaces and commas behind -Xlinker") {
  Workshop here;
  fs::path manifest = here / "a, b/our demo.toml";
  fs::create_directory(here / "a, b");
  fs::copy(kit().manifest, manifest);
  fs::path out = here / "a, b/my plugin.so";
  auto linker = GENERATE(as<std::string>(), "bfd", "gold", "lld", "mold");
  check_linked(driver("gcc", linker) + Command{"-shared", "-o", out} + plugin_inputs() + borrow(manifest),
               out);
  check_borrows_demo(out);
}

TEST_CASE("the folder for -B may have a space in its name") {
  auto compiler = GENERATE(as<std::string>(), "gcc", "clang-19");
  Workshop here;
  fs::path folder = here / "my linkers";
  fs::create_directory(folder);
  for (const char *name : {"ld", "ld.bfd"})
    fs::create_symlink(ld_dir() / name, folder / name);
  fs::path out = here / "plugin.so";
  check_linked(Command{compiler, "-B" + folder.string(), "-fuse-ld=bfd", "-shared", "-o", out} +
                   plugin_inputs() + borrow(),
               out);
  CHECK(linker_of(out) == "bfd");
  check_borrows_demo(out);
}

TEST_CASE("a command line may be longer than the kernel allows") {
  Workshop here;
  fs::path out = here / "plugin.so";
  // 3 MiB: more than the default limit of 2 MiB for all arguments.
  std::string words;
  for (int i = 0; i < 30000; ++i)
    words += fmt::format("-L{}/a-folder-with-a-long-name-that-does-not-exist-and-whose-number-is-{}\n",
                         here.folder().string(), i);
  fs::path file = here.write("rsp", words);
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  check_linked(bare_ld(linker, out) + Command{"@" + file.string()} + plugin_inputs(), out);
  check_borrows_demo(out);
}

TEST_CASE("words survive a long command line unchanged") {
  Workshop here;
  // A linker that writes down what it is given, as it would expand it, and fails.
  fs::path fake =
      here.script("fake", "case $1 in @*) cp \"${1#@}\" " + (here / "given").string() + ";; esac\nexit 9");
  Command padding;
  for (int i = 0; i < 1100; ++i)
    padding.push_back("-L/nowhere/" + std::string(100, 'x'));
  Command odd = {"--odd= a  b", "--odd=\"quoted\"", "--odd=back\\slash", "--odd='single'", "--odd=tab\there"};
  fs::path out = here / "plugin.so";
  Outcome outcome =
      run(bare_ld("", out) + plugin_inputs() + Command{"--weakrt-linker=" + fake.string()} + padding + odd);
  CHECK(outcome.exit_code == 9);
  REQUIRE(fs::exists(here / "given"));
  std::string given = read_file(here / "given");
  for (const std::string &word : odd) {
    std::string escaped;
    for (char c : word)
      escaped += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    CHECK_THAT(given, ContainsSubstring("\"" + escaped + "\"\n"));
  }
  for (const char *linker : {"bfd", "gold", "mold"}) {
    fs::path version = here.write("a \\ \"version\" script", "{ global: plugin_answer; local: *; };");
    check_linked(bare_ld(linker, out) + plugin_inputs() + padding +
                     Command{"--version-script=" + version.string()},
                 out);
    CHECK(exports_of(out).contains("plugin_answer"));
  }
}

TEST_CASE("the output may be named in every way") {
  Workshop here;
  auto linker = GENERATE(from_range(real_linkers));
  auto flags =
      GENERATE(Command{"-o", "plugin.so"}, Command{"-oplugin.so"}, Command{"--output=plugin.so"},
               Command{"--output", "plugin.so"}, Command{"-o", "first.so", "-o", "plugin.so"}, Command{});
  std::string name = flags.empty() ? "a.out" : "plugin.so";
  // GNU ld takes the last -o; gold too.
  CAPTURE(linker, flags);
  Command line = Command{ld_dir() / fmt::format("ld.{}", linker), "-shared",
                         "--weakrt-manifest=" + kit().manifest.string()} +
                 flags + plugin_inputs();
  check_linked(in_folder(here.folder(), line), here / name);
  check_borrows_demo(here / name);
  CHECK_FALSE(fs::exists(here / "first.so"));
}

TEST_CASE("libraries are found as the linker finds them") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  std::string folder = kit().folder.string();
  Command how =
      ONE_OF(Command{kit().library}, Command{"-L", folder, "-l", "demo"},
             Command{"--library-path=" + folder, "--library=demo"}, Command{"-L" + folder, "-l:libdemo.so.1"},
             Command{"-L" + folder, "--as-needed", "-ldemo"},
             Command{"-L" + folder, "--push-state", "-Bstatic", "--pop-state", "-ldemo"},
             Command{"-L" + folder, "--start-group", "-ldemo", "--end-group"},
             Command{"--sysroot=" + kit().folder.parent_path().string(),
                     "-L=/" + kit().folder.filename().string(), "-ldemo"});
  if (!works_without_us(linker, Command{kit().object} + how))
    return;
  check_linked(bare_ld(linker, out) + Command{kit().object} + how, out);
  check_borrows_demo(out);
}
