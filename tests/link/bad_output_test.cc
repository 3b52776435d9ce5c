// Outputs that cannot be written, and kinds of output that cannot be borrowed for.
#include "golden.h"
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <fmt/format.h>
#include <unistd.h>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("an output that cannot be written is one error that names it") {
  Workshop here;
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(linker);
  SECTION("the folder is not there") {
    fs::path out = here / "nowhere/plugin.so";
    std::string said = check_refused(bare_ld(linker, out) + plugin_inputs(), out);
    CHECK(count(said, "error:") == 1);
  }
  SECTION("the folder is a file") {
    here.write("file", "");
    fs::path out = here / "file/plugin.so";
    check_refused(bare_ld(linker, out) + plugin_inputs(), out);
  }
  SECTION("the output is a folder") {
    fs::path out = here / "folder";
    fs::create_directory(out);
    check_refused(bare_ld(linker, out) + plugin_inputs(), out);
    CHECK(fs::is_directory(out));
  }
  SECTION("the output is a folder, with a slash") {
    fs::create_directory(here / "folder");
    Command link = bare_ld(linker, (here / "folder").string() + "/") + plugin_inputs();
    Outcome outcome = run(link);
    CHECK(outcome.exit_code == 1);
    CHECK(check_golden(link, outcome));
    CHECK(fs::is_empty(here / "folder"));
  }
  SECTION("a file system that takes no files") {
    check_refused(bare_ld(linker, "/proc/plugin.so") + plugin_inputs(), "/proc/plugin.so");
  }
  SECTION("no name") {
    Command link = in_folder(here.folder(), bare_ld(linker, "") + plugin_inputs());
    Outcome outcome = run(link);
    CHECK(outcome.how_it_ended() == "exit code 1");
    CHECK(check_golden(link, outcome));
    CHECK(fs::is_empty(here.folder()));
  }
}

TEST_CASE("a read-only folder") {
  Workshop here;
  if (getuid() == 0 && !run({"setpriv", "--reuid=65534", "--clear-groups", "true"}).ok())
    SKIP("root may write everywhere, and setpriv is not there");
  fs::path folder = here / "read-only";
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                              fs::perms::others_exec);
  Command as_nobody = getuid() == 0 ? Command{"setpriv", "--reuid=65534", "--clear-groups"} : Command{};
  if (!run(as_nobody + Command{"test", "-r", kit().object}).ok())
    SKIP("another user cannot read the build folder");
  Outcome outcome = run(as_nobody + bare_ld("", folder / "plugin.so") + plugin_inputs());
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK_THAT(outcome.err, ContainsSubstring("plugin.so") && ContainsSubstring("Permission denied"));
  CHECK(fs::is_empty(folder));
  fs::permissions(folder, fs::perms::owner_all);
}

// Runs in a namespace where FOLDER is a tmpfs of this many KiB.
static Command on_small_disk(const fs::path &folder, int size, const Command &command) {
  std::string script =
      fmt::format("mount -t tmpfs -o size={}k none '{}' && \"$0\" \"$@\"; code=$?; ls -A '{}'; exit $code",
                  size, folder.string(), folder.string());
  return Command{"unshare", "-m", "sh", "-c", script} + command;
}

TEST_CASE("a full disk is one error and leaves nothing") {
  Workshop here;
  fs::path folder = here / "disk";
  fs::create_directory(folder);
  if (!run(on_small_disk(folder, 64, {"true"})).ok())
    SKIP("mounting needs root, or a system that allows it");
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  // From room for nothing, over room for the linker's output only, to room for all.
  auto size = GENERATE(4, 8, 16, 24, 32, 48, 64, 96, 4096);
  CAPTURE(linker, size);
  Outcome outcome = run(on_small_disk(folder, size, bare_ld(linker, folder / "plugin.so") + plugin_inputs()));
  INFO(outcome.err);
  if (outcome.exit_code == 0) {
    CHECK(outcome.out == "plugin.so\n");
    CHECK(size > 16);
  } else {
    CHECK(outcome.how_it_ended() == "exit code 1");
    CHECK(outcome.out == "");
    CHECK_FALSE(outcome.err.empty());
    CHECK(size < 4096);
  }
}

TEST_CASE("kinds of output that cannot borrow are one error that names the fix") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path main = here.compile("main.o", "int main(void) { return 0; }");
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  auto flags = GENERATE(Command{"-static"}, Command{"-static-pie"}, Command{"-r", "-nostdlib"},
                        Command{"-Wl,-i", "-nostdlib"});
  CAPTURE(linker, flags);
  // Through the driver, as a user would; collect2 passes exit code 1 on.
  Command link =
      driver("gcc", linker) + flags + Command{"-o", out, main, "-L" + kit().folder.string()} + borrow();
  std::string all = check_refused(link, out);
  CHECK(count(all, "weakrt: error:") + count(all, "plugin.so: error:") == 1);
}

TEST_CASE("text relocations are one error that names the fix") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path absolute = here.write("text.s", ".text\n.globl f\nf: movabsq $demo_answer, %rax\nret\n");
  must_run({"gcc", "-c", absolute, "-o", here / "text.o"});
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  std::string said =
      check_refused(bare_ld(linker, out) + plugin_inputs() + Command{here / "text.o", "-z", "notext"}, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("relocations packed for Android are one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "", "lld");
  auto flag = GENERATE(Command{"--pack-dyn-relocs=android"}, Command{"--pack-dyn-relocs=android+relr"},
                       Command{"--pack-dyn-relocs", "android"}, Command{"-pack-dyn-relocs=android"});
  CAPTURE(flag);
  std::string said = check_refused(bare_ld(linker, out) + plugin_inputs() + flag, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("relocations of the other format are one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string said = check_refused(bare_ld("lld", out) + plugin_inputs() + Command{"-z", "rel"}, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("relocations of a kind that cannot be detached are an error with symbol, relocation and object") {
  Workshop here;
  fs::path out = here / "plugin.so";
  // A 32-bit difference to the runtime's variable, in writable data.
  fs::path text = here.write("pc32.s", ".data\n.globl here\nhere: .long demo_answer - .\n");
  must_run({"gcc", "-c", text, "-o", here / "pc32.o"});
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  check_refused(bare_ld(linker, out) + plugin_inputs() + Command{here / "pc32.o"}, out, "demo_answer");
}
