// What users do to a library's symbols and sections must not hurt what weakrt put in.
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

static void check_works(const fs::path &plugin) {
  check_borrows_demo(plugin);
  CHECK(answer_of(plugin) == "42");
}

TEST_CASE("weakrt_plugin_1 survives version scripts") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  auto script = GENERATE(
      as<std::string>(), "{ global: plugin_answer; local: *; };", "{global:plugin_answer;local:*;};",
      "/* a { comment */ # and { another\n{ plugin_answer; local: *; };",
      "V_1 { global: plugin_answer; local: *; };", "V_1 { global: plugin_answer; };\nV_2 { local: *; } V_1;",
      "V_1 { local: *; };\nV_2 { global: plugin_answer; } V_1;",
      "{ global: extern \"C++\" { \"ns::f(int)\"; ns::*; }; plugin_answer; local: *; };",
      "{ local: *; global: plugin_answer; };", "{ global: plugin_*; local: *; };", "{ plugin_answer; };",
      "{ global /* now */ : plugin_answer; local : plugin_table; };", "{ local: plugin_table; };", "{};");
  CAPTURE(linker, script);
  fs::path file = here.write("exports.map", script);
  auto form = GENERATE(as<std::string>(), "=", ",");
  // They do not agree on what may stand in one; and LLD wants every name that is listed to be there.
  if (!works_without_us(linker, plugin_inputs() + Command{"--version-script=" + file.string()}))
    return;
  check_linked(link_plugin(out, linker, {"-Wl,--version-script" + form + file.string()}), out);
  check_borrows_demo(out);
  // What is exported is what a hard link exports, and ours.
  must_run(Command{"gcc", std::string("-fuse-ld=") + linker, "-shared", "-o", here / "hard.so",
                   "-Wl,--version-script=" + file.string()} +
           plugin_inputs());
  std::set<std::string> expected = exports_of(here / "hard.so");
  std::set<std::string> got = exports_of(out);
  for (const char *name : {"plugin_answer", "plugin_table"})
    CHECK(got.contains(name) == expected.contains(name));
}

TEST_CASE("two version scripts") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path a = here.write("a.map", "V_1 { global: plugin_answer; };");
  fs::path b = here.write("b.map", "V_2 { global: plugin_nothing*; local: *; };");
  auto linker = GENERATE(as<std::string>(), "bfd", "gold", "lld");
  CAPTURE(linker);
  check_linked(
      link_plugin(out, linker, {"-Wl,--version-script=" + a.string(), "-Wl,--version-script=" + b.string()}),
      out);
  check_works(out);
}

TEST_CASE("a broken version script is the linker's own error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  auto script = GENERATE(as<std::string>(), "{ global: a;", "nonsense", "{ local *; };");
  CAPTURE(linker, script);
  fs::path file = here.write("exports.map", script);
  check_refused(bare_ld(linker, out) + plugin_inputs() + Command{"--version-script=" + file.string()}, out,
                "");
}

TEST_CASE("a missing version script is the linker's own error") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  check_refused(bare_ld(linker, out) + plugin_inputs() +
                    Command{"--version-script=" + (here / "nowhere.map").string()},
                out, "nowhere.map");
}

TEST_CASE("flags that drop, hide or merge things") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  auto flags = GENERATE(
      Command{"-Wl,--exclude-libs,ALL"}, Command{"-s"}, Command{"-Wl,--strip-all"}, Command{"-Wl,-S"},
      Command{"-Wl,--gc-sections", "-ffunction-sections"}, Command{"-Wl,-z,defs"},
      Command{"-Wl,--no-undefined"}, Command{"-Wl,--as-needed"}, Command{"-Wl,-z,now,-z,relro"},
      Command{"-Wl,-z,lazy"}, Command{"-Wl,-z,norelro"}, Command{"-Wl,-Bsymbolic"},
      Command{"-Wl,--build-id=sha1"}, Command{"-Wl,--hash-style=sysv"}, Command{"-Wl,--hash-style=both"},
      Command{"-Wl,--emit-relocs"}, Command{"-Wl,-z,noexecstack,-z,separate-code"}, Command{"-nostartfiles"},
      Command{"-Wl,--no-eh-frame-hdr"}, Command{"-Wl,-O2", "-Wl,--sort-common"},
      Command{"-Wl,--enable-new-dtags", "-Wl,-rpath,$ORIGIN"}, Command{"-Wl,--no-as-needed", "-lm"},
      Command{"-Wl,-z,nodelete"}, Command{"-Wl,--compress-debug-sections=zlib"},
      Command{"-Wl,-init,plugin_answer"}, Command{"-Wl,-soname,plugin.so.1"});
  CAPTURE(linker, flags);
  Command hard = Command{"gcc", std::string("-fuse-ld=") + linker, "-shared", "-o", here / "hard.so"};
  if (!run(hard + plugin_inputs() + flags).ok())
    return; // not a flag of this linker
  check_linked(link_plugin(out, linker, flags), out);
  check_works(out);
}

TEST_CASE("identical code folding") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "gold", "lld", "mold");
  CAPTURE(linker);
  check_linked(link_plugin(out, linker, {"-Wl,--icf=all", "-Wl,--gc-sections"}), out);
  check_works(out);
}

TEST_CASE("packed relative relocations") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto [linker, flag] = GENERATE(table<std::string, std::string>({{"bfd", "-Wl,-z,pack-relative-relocs"},
                                                                  {"lld", "-Wl,-z,pack-relative-relocs"},
                                                                  {"lld", "-Wl,--pack-dyn-relocs=relr"},
                                                                  {"mold", "-Wl,--pack-dyn-relocs=relr"}}));
  CAPTURE(linker, flag);
  check_linked(link_plugin(out, linker, {flag}), out);
  check_borrows_demo(out);
  must_run(Command{"gcc", "-fuse-ld=" + linker, "-shared", "-o", here / "hard.so", flag} + plugin_inputs() +
           Command{"-ldl", "-Wl,--no-as-needed", "-lm"});
  CHECK_THAT(must_run({"readelf", "-dW", out}).out, ContainsSubstring("(RELR)"));
  // The other flag does not ask for GLIBC_ABI_DT_RELR, without which glibc takes no such file that has
  // versions.
  if (flag == "-Wl,-z,pack-relative-relocs")
    CHECK(answer_of(out) == "42");
}

TEST_CASE("packed relative relocations by an LLD that is named by its path") {
  Workshop here;
  fs::path out = here / "plugin.so";
  std::string lld = must_run({"sh", "-c", "command -v ld.lld-19"}).out;
  lld.pop_back();
  check_linked(link_plugin(out, "", {"-Xlinker", "--weakrt-linker=" + lld, "-Wl,-z,pack-relative-relocs"}),
               out);
  check_works(out);
}

TEST_CASE("the stub's code is there once, whatever the linker keeps") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(from_range(real_linkers));
  check_linked(link_plugin(out, linker, {"-Wl,--gc-sections"}), out);
  std::set<std::string> exports = exports_of(out);
  std::erase_if(exports, [](const std::string &name) { return !name.starts_with("weakrt"); });
  CHECK(exports == std::set<std::string>{"weakrt_plugin_1"});
}
