// A link that is interrupted leaves no half-made output, and no scratch folder where that can be helped.
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fmt/format.h>

using namespace link_test;

// A linker that writes half an output, then sends us the signal, then goes on slowly.
static fs::path slow_linker(const Workshop &here, std::string_view signal) {
  return here.script("slow", fmt::format("for o; do [ \"$p\" = -o ] && out=$o; p=$o; done\n"
                                         "trap '' INT TERM HUP\n"
                                         "echo half > \"$out\"\nkill -{} $PPID\nsleep 0.2\n"
                                         "echo more >> \"$out\" 2>/dev/null\nexit 0",
                                         signal));
}

TEST_CASE("an interrupted link leaves nothing behind") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto signal = GENERATE(as<std::string>(), "TERM", "INT", "HUP");
  auto stale = GENERATE(false, true);
  CAPTURE(signal, stale);
  if (stale)
    write_bytes(out, "stale");
  Outcome outcome = run(bare_ld("", out) + Command{"--weakrt-linker=" + slow_linker(here, signal).string()} +
                        plugin_inputs());
  CHECK_FALSE(outcome.ok());
  CHECK_FALSE(outcome.timed_out);
  run({"sleep", "0.4"}); // the slow linker ends
  CHECK_FALSE(fs::exists(here / "plugin.so.weakrt"));
  // Nothing, or what was there before: never half of the new one.
  if (fs::exists(out))
    CHECK(read_file(out) == "stale");
}

TEST_CASE("a killed link leaves no output, and the next one cleans up") {
  Workshop here;
  fs::path out = here / "plugin.so";
  run(bare_ld("", out) + Command{"--weakrt-linker=" + slow_linker(here, "KILL").string()} + plugin_inputs());
  CHECK_FALSE(fs::exists(out));
  run({"sleep", "0.4"});
  check_linked(link_plugin(out), out);
  check_borrows_demo(out);
}

TEST_CASE("interrupting the whole group ends the link") {
  Workshop here;
  fs::path out = here / "plugin.so";
  auto signal = GENERATE(as<std::string>(), "TERM", "INT");
  fs::path slow =
      here.script("slow", "for o; do [ \"$p\" = -o ] && echo half > \"$o\"; p=$o; done\nsleep 20");
  Outcome outcome = run(Command{"timeout", "-s", signal, "0.4"} + bare_ld("", out) +
                        Command{"--weakrt-linker=" + slow.string()} + plugin_inputs());
  CHECK_FALSE(outcome.timed_out);
  CHECK_FALSE(outcome.ok());
  CHECK_FALSE(fs::exists(out));
  CHECK_FALSE(fs::exists(here / "plugin.so.weakrt"));
}

TEST_CASE("an ignored signal stays ignored") {
  Workshop here;
  fs::path out = here / "plugin.so";
  fs::path slow = here.script("slow", "kill -HUP $PPID; sleep 0.1; exec ld.bfd \"$@\"");
  Command link = bare_ld("", out) + Command{"--weakrt-linker=" + slow.string()} + plugin_inputs();
  must_run(Command{"sh", "-c", "trap '' HUP; exec \"$0\" \"$@\""} + link);
  check_borrows_demo(out);
}
