// Inputs that are broken or of the wrong kind. Most are the linker's to refuse; what matters is that a
// library that the linker takes but weakrt cannot read does not end as a hard dependency, silently.
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <fmt/format.h>
#include <set>

using namespace link_test;

static auto any_linker() {
  return GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
}

static fs::path truncated(const Workshop &here, const fs::path &file, size_t size) {
  return here.write(file.filename().string(), read_file(file).substr(0, size));
}

TEST_CASE("a truncated object is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = any_linker();
  auto part = GENERATE(1, 3, 20, 63, 64, 100, 50, 99);
  size_t size = read_file(kit().object).size();
  fs::path object = truncated(here, kit().object, part == 50 ? size / 2 : part == 99 ? size - 1 : part);
  CAPTURE(linker, part);
  if (crashes_without_us(linker, {object, kit().library}))
    return; // all that we can do is to pass it on
  // gold ends with an "internal error" of its own that names nothing.
  check_refused(bare_ld(linker, out) + Command{object, kit().library}, out,
                linker == "gold" ? "" : "plugin.o");
}

TEST_CASE("a truncated archive is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  must_run({"ar", "rcs", here / "whole.a", kit().object});
  size_t size = read_file(here / "whole.a").size();
  auto linker = any_linker();
  auto part = GENERATE_COPY(size_t(4), size_t(30), size_t(100), size / 2, size - 10);
  fs::path archive = here.write("libplugin.a", read_file(here / "whole.a").substr(0, part));
  CAPTURE(linker, part);
  fs::path other = here.compile("other.o", "int plugin_other;");
  Command inputs = {"-u", "plugin_answer", other, archive, kit().library};
  if (works_without_us(linker, inputs))
    return; // mold takes what is too short for a header for nothing at all
  check_refused(bare_ld(linker, out) + inputs, out, linker == "gold" ? "" : "libplugin.a");
}

TEST_CASE("inputs that are no input are refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = any_linker();
  CAPTURE(linker);
  auto [name, bytes] =
      GENERATE(table<std::string, std::string>({{"empty.o", ""},
                                                {"noise.o", std::string("\x01\x02\x03\0noise", 9)},
                                                {"text.o", "this is no linker script\n"},
                                                {"magic.o", "\x7f"
                                                            "ELF"},
                                                {"magic.a", "!<arch>\nnonsense"}}));
  CAPTURE(name);
  fs::path input = here.write(name, bytes);
  // Some take an empty file for an empty script.
  if (works_without_us(linker.empty() ? "lld" : linker, {kit().object, input}))
    return;
  check_refused(bare_ld(linker, out) + plugin_inputs() + Command{input}, out, name);
}

TEST_CASE("a missing input is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = any_linker();
  auto input = ONE_OF((here / "missing.o").string(), std::string("-lmissing"));
  check_refused(bare_ld(linker, out) + plugin_inputs() + Command{input}, out, "missing");
}

TEST_CASE("a folder as input is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = any_linker();
  CAPTURE(linker);
  fs::create_directory(here / "folder");
  check_refused(bare_ld(linker, out) + plugin_inputs() + Command{here / "folder"}, out, "folder");
}

TEST_CASE("objects for another machine than the runtime's library are refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path source = here.write("plugin.c", kit().plugin);
  auto linker = any_linker();
  auto target = GENERATE(as<std::string>(), "aarch64-linux-gnu", "i386-linux-gnu", "riscv64-linux-gnu",
                         "s390x-linux-gnu");
  CAPTURE(linker, target);
  must_run(
      {"clang-19", "--target=" + target, "-ffreestanding", "-fPIC", "-c", source, "-o", here / "other.o"});
  // The link is for that machine then, and the library is for another.
  check_refused(bare_ld(linker, out) + Command{here / "other.o", kit().library}, out);
}

TEST_CASE("the first object of a machine that weakrt does not know is named") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto target = GENERATE(as<std::string>(), "x86_64-linux-gnux32", "aarch64_be-linux-gnu",
                         "powerpc-linux-gnu", "riscv32-linux-gnu", "sparcv9-linux-gnu");
  CAPTURE(target);
  must_run({"clang-19", "--target=" + target, "-ffreestanding", "-fPIC", "-c",
            here.write("plugin.c", kit().plugin), "-o", here / "other.o"});
  std::string said = check_refused(bare_ld("", out) + Command{here / "other.o", kit().library}, out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("objects for another machine than the link's are refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = any_linker();
  auto target = GENERATE(as<std::string>(), "aarch64-linux-gnu", "i386-linux-gnu", "riscv64-linux-gnu",
                         "s390x-linux-gnu", "x86_64-linux-gnux32");
  CAPTURE(linker, target);
  must_run({"clang-19", "--target=" + target, "-ffreestanding", "-fPIC", "-c",
            here.write("plugin.c", kit().plugin), "-o", here / "other.o"});
  Command inputs = {"-m", "elf_x86_64", here / "other.o", kit().library};
  if (crashes_without_us(linker, inputs))
    return; // all that we can do is to pass it on
  check_refused(bare_ld(linker, out) + inputs, out, "other.o");
}

TEST_CASE("a runtime's library for another machine is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path source = here.write("demo.c", kit().demo);
  auto linker = any_linker();
  auto target = GENERATE(as<std::string>(), "aarch64-linux-gnu", "i386-linux-gnu");
  auto manifest = GENERATE(kit().manifest, kit().symbols);
  CAPTURE(linker, target, manifest);
  must_run({"clang-19", "--target=" + target, "-nostdlib", "-fPIC", "-shared", "-fuse-ld=lld", source, "-o",
            here / "libother.so"});
  // With a list of symbols it is still the linker that refuses the library.
  check_refused(bare_ld(linker, out, manifest) + Command{kit().object, here / "libother.so"}, out,
                manifest == kit().symbols ? "libother.so" : "");
}

TEST_CASE("a searched library for another machine is passed over, and said to be") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = any_linker();
  CAPTURE(linker);
  check_refused(bare_ld(linker, out) + Command{"-m", "elf_i386"} + plugin_inputs(), out);
}

TEST_CASE("a runtime's library without dynamic symbols is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path hidden = here.library("libdemo.so.1", kit().demo, {"-fvisibility=hidden", "-nostdlib"});
  auto linker = any_linker();
  CAPTURE(linker);
  std::string said = check_refused(bare_ld(linker, out) + Command{kit().object, hidden}, out);
  CHECK(count(said, "error:") == 1);
}

// The promise: either the link fails, or the plugin has nothing to do with the broken library.
static void check_no_silent_dependency(const Command &link, const fs::path &out) {
  Outcome outcome = run(link);
  INFO(outcome.err);
  CHECK(outcome.signal == 0);
  if (outcome.exit_code != 0) {
    CHECK(outcome.exit_code == 1);
    CHECK_FALSE(outcome.err.empty());
    CHECK_FALSE(fs::exists(out));
  } else
    check_borrows_demo(out);
}

TEST_CASE("a truncated runtime library is refused at every length") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string bytes = read_file(kit().library);
  // Every length near the edges of the file's parts, and a coarse walk between.
  std::set<size_t> lengths = {0, 1, 4, 16, 63, 64, 65};
  for (size_t size = 0; size < bytes.size(); size += 211)
    lengths.insert(size);
  for (size_t back = 1; back <= 130; back += 16)
    lengths.insert(bytes.size() - back);
  auto manifest = GENERATE(kit().manifest, kit().symbols);
  fs::path library = here / "libdemo.so.1";
  for (size_t size : lengths) {
    CAPTURE(size, manifest);
    write_bytes(library, bytes.substr(0, size));
    check_no_silent_dependency(bare_ld("lld", out, manifest) + Command{kit().object, library}, out);
  }
}

TEST_CASE("a truncated runtime library is refused by every linker") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string bytes = read_file(kit().library);
  auto linker = GENERATE(from_range(real_linkers));
  auto manifest = GENERATE(kit().manifest, kit().symbols);
  fs::path library = here / "libdemo.so.1";
  for (size_t part = 1; part <= 12; ++part) {
    size_t size = bytes.size() * part / 12 - 1;
    CAPTURE(linker, size, manifest);
    write_bytes(library, bytes.substr(0, size));
    check_no_silent_dependency(bare_ld(linker, out, manifest) + Command{kit().object, library}, out);
  }
}

TEST_CASE("a runtime library with a damaged header is refused") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string bytes = read_file(kit().library);
  fs::path library = here / "libdemo.so.1";
  // ELF header and program headers, each word.
  for (size_t at = 0; at < 64 + 56 * 8; at += 4)
    for (unsigned char value : {0x00, 0xff}) {
      std::string damaged = bytes;
      damaged.replace(at, 4, 4, static_cast<char>(value));
      if (damaged == bytes)
        continue;
      CAPTURE(at, int(value));
      write_bytes(library, damaged);
      check_no_silent_dependency(bare_ld("lld", out, kit().symbols) + Command{kit().object, library}, out);
    }
}
