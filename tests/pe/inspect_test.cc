// weakrt inspect of plugins for Windows.
#include "kit.h"

#include "linkplugin/inspect/inspect.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <llvm/Support/Endian.h>

using namespace pe_test;

TEST_CASE("inspect tells what a plugin for Windows borrows") {
  Workshop here;
  const Kind kind = GENERATE(from_range(kinds));
  const Command json = GENERATE(Command{}, Command{"--json"});
  CAPTURE(kind.name);
  const fs::path plugin = Maker(here, kind)
                              .plugin("version = \">=2, <3\"\noptional = [\"rt_maybe\"]\n",
                                      "[runtime.definition.load]\nwindows = [\"rt2.dll\"]\n");
  CHECK(check_said(Command{"inspect", plugin} + json).ok());
}

TEST_CASE("inspect tells how a plugin for Windows is bound") {
  Workshop here;
  const Kind kind = GENERATE(from_range(kinds));
  const Maker maker(here, kind);
  const fs::path object = maker.object("callbacks", callback_source);
  const fs::path plugin =
      maker.plugin("load = \"never\"\non-failure = \"refuse\"\n", "",
                   {"-shared", "--entry=", object, "-u", kind.name == "i386" ? "__tls_used" : "_tls_used"});
  CHECK(check_said({"inspect", plugin}).ok());
}

TEST_CASE("inspect tells which imports are by ordinal") {
  Workshop here;
  const Kind kind = GENERATE(from_range(kinds));
  CAPTURE(kind.name);
  const Maker maker(here, kind);
  maker.import_library(
      "rt.dll", "rt_add\nrt_data @11 NONAME DATA\nrt_identify\nrt_maybe @12 NONAME\nrt_release DATA\n");
  CHECK(check_said({"inspect", maker.plugin("optional = [\"rt_maybe\"]\n")}).ok());
}

TEST_CASE("inspect tells of a plugin for Windows that something has put another entry point into") {
  Workshop here;
  const fs::path plugin = Maker(here).plugin();
  std::string bytes = read_file(plugin);
  const uint32_t headers = llvm::support::endian::read32le(bytes.data() + 0x3c);
  llvm::support::endian::write32le(bytes.data() + headers + 24 + 16, 0x1000);
  write_bytes(plugin, bytes);
  CHECK(check_said({"inspect", plugin}).ok());
}

TEST_CASE("inspect says what is wrong with a file for Windows that is no plugin") {
  Workshop here;
  const Maker maker(here, kinds[1]);
  const fs::path plain = maker.dll("rt.dll", runtime_source);
  here.write("text.dll", "MZ, and nothing behind it");
  here.write("half.dll", read_file(plain).substr(0, 300));
  for (const fs::path &file : {plain, here / "text.dll", here / "half.dll", here / "rt.dll.o"}) {
    const Outcome outcome = check_said({"inspect", file});
    CHECK(outcome.how_it_ended() == "exit code 1");
    CHECK(outcome.err.starts_with(file.string() + ": error: "));
  }
}

TEST_CASE("inspect says what is wrong with a plugin for Windows that is damaged") {
  Workshop here;
  const fs::path plugin = Maker(here).plugin();
  const std::string whole = read_file(plugin);
  // The section table says where the record is; the magic alone is among the stub's constants, too.
  const size_t name = whole.find(".weakrt\0");
  REQUIRE(name != whole.npos);
  const size_t record = llvm::support::endian::read32le(whole.data() + name + 20);
  REQUIRE(whole.substr(record, 6) == "weakrt");
  struct Damage {
    size_t offset;
    uint32_t value;
  };
  // Of the record's header: the format, the size, and how many runtimes there are.
  for (const Damage &damage : {Damage{8, 99}, Damage{12, 0x7fffffff}, Damage{20 + 4, 100}}) {
    std::string bytes = whole;
    llvm::support::endian::write32le(bytes.data() + record + damage.offset, damage.value);
    write_bytes(plugin, bytes);
    CHECK(check_said({"inspect", plugin}).how_it_ended() == "exit code 1");
  }
  // Every word of the record and of the headers: any answer, but no signal, of which the test would die.
  size_t refused = 0;
  for (const uint32_t value : {0u, 1u, 0x7fffffffu, 0xffffffffu})
    for (size_t at = 0; at < 1200; at += 4) {
      std::string bytes = whole;
      llvm::support::endian::write32le(bytes.data() + (at < 400 ? at : record + at - 400), value);
      write_bytes(plugin, bytes);
      refused += !weakrt::inspect(plugin);
    }
  CHECK(refused > 0);
}
