// weakrt's own flags and manifests, wrong in every way: one diagnostic, exit code 1, no output.
#include "kit.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <fmt/format.h>

using namespace link_test;

static Command link_with(std::string_view linker, const fs::path &out, const Command &flags) {
  return Command{ld_dir() / fmt::format("ld{}{}", linker.empty() ? "" : ".", linker), "-shared", "-o", out} +
         plugin_inputs() + flags;
}

TEST_CASE("a wrong weakrt flag is one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  auto flag = GENERATE(as<std::string>(), "--weakrt-manifset=x", "--weakrt-", "--weakrt-manifest",
                       "--weakrt-manifest=", "--weakrt-runtime=", "--weakrt-linker=");
  CAPTURE(linker, flag);
  std::string all = check_refused(link_with(linker, out, {flag}), out);
  CHECK(count(all, "error:") == 1);
}

TEST_CASE("--weakrt-linker= without a runtime is an error, not ignored") {
  Workshop here;
  fs::path out = here / "plugin.so";
  // Refused by GNU ld itself: no weakrt flag is swallowed.
  check_refused(link_with("bfd", out, {"--weakrt-linker=gold"}), out);
}

TEST_CASE("an unknown linker is an error that lists the known ones") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto name = GENERATE(as<std::string>(), "wild", "ld", "LLD", "..");
  check_refused(bare_ld("", out) + plugin_inputs() + Command{"--weakrt-linker=" + name}, out);
}

TEST_CASE("a runtime flag that cannot be served is one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto value = GENERATE(as<std::string>(), "pyhton", "nothing", "../python", "python@", "python@3.9",
                        "python@>=4,<3", "@>=3");
  CAPTURE(value);
  std::string all = check_refused(link_with("", out, {"--weakrt-runtime=" + value}), out);
  CHECK(count(all, "error:") == 1);
}

TEST_CASE("a runtime asked for twice is one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string manifest = "--weakrt-manifest=" + kit().manifest.string();
  fs::path python = here.write("python.toml", "[[runtime]]\nname = \"python\"\n");
  auto flags =
      ONE_OF(Command{manifest, manifest}, Command{"--weakrt-runtime=python", "--weakrt-runtime=python"},
             Command{"--weakrt-runtime=python@>=3", "--weakrt-manifest=" + python.string()});
  std::string said = check_refused(link_with("", out, flags), out);
  CHECK(count(said, "error:") == 1);
}

TEST_CASE("more runtimes than a plugin can hold is one error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string text;
  for (int i = 0; i < 9; ++i)
    text += manifest_text(fmt::format("r{}", i));
  fs::path manifest = here.write("many.toml", text);
  check_refused(bare_ld("", out, manifest) + plugin_inputs(), out);
}

TEST_CASE("a manifest that cannot be read is one error that names it") {
  Workshop here;
  fs::path out = here / "plugin.so";
  SECTION("missing") {
    check_refused(bare_ld("", out, here / "missing.toml") + plugin_inputs(), out);
  }
  SECTION("a folder") {
    check_refused(bare_ld("", out, here.folder()) + plugin_inputs(), out);
  }
  SECTION("a device") {
    check_refused(bare_ld("", out, "/dev/null") + plugin_inputs(), out);
  }
  SECTION("not UTF-8") {
    fs::path manifest = here.write("latin.toml", "[[runtime]]\nname = \"d\xe9mo\"\n");
    check_refused(bare_ld("", out, manifest) + plugin_inputs(), out);
  }
}

TEST_CASE("a manifest with an error says where") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto text = GENERATE(
      as<std::string>(), "[[runtime]\nname = 1", "[[runtime]]\nname = 1",
      "[[runtime]]\nname = \"python\"\nverison = \">=3\"",
      "[[runtime]]\nname = \"python\"\nversion = \">=4, <3\"",
      "[[runtime]]\nname = \"python\"\n[[runtime]]\nname = \"python\"", "[[runtime]]\nname = \"nobody\"",
      "name = \"demo\"\nidentify = [\"demo_add\"]\nsymbols = [\"demo_*\"]", "runtime = []", "");
  CAPTURE(text);
  fs::path manifest = here.write("bad.toml", text);
  auto linker = GENERATE(as<std::string>(), "", "bfd");
  check_refused(bare_ld(linker, out, manifest) + plugin_inputs(), out);
}
