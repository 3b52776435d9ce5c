// `weakrt check --against`: a manifest held against a library or program.
#include "golden.h"
#include "kit.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <fmt/format.h>

using namespace link_test;

namespace {

constexpr std::string_view toy = "int toy_new(void) { return 0; }\nint toy_eval(void) { return 0; }\n";

/// Checks a manifest with these lines against a library of this source; what is said is in the golden file.
Outcome check_against(const Workshop &here, std::string_view lines, const std::string &source,
                      const Command &flags = {}) {
  fs::path library = here.library("libtoy.so", std::string(toy) + source, flags);
  fs::path manifest = here.write(
      "toy.toml",
      fmt::format("name = \"toy\"\nidentify = [\"toy_new\", \"toy_eval\"]\nsymbols = [\"toy_*\"]\n{}\n",
                  lines));
  Command command = {tool(), "check", "--against", library, manifest};
  Outcome outcome = run(command);
  CHECK(check_golden(command, outcome));
  return outcome;
}

std::string asked_by(std::string_view kind) {
  return fmt::format("version = [{{ symbol = \"toy_version\", kind = \"{}\" }}]", kind);
}

} // namespace

TEST_CASE("check --against: a library that is what the manifest says") {
  Workshop here;
  auto [kind, source] = GENERATE(table<std::string, std::string>(
      {{"text-function", "const char *toy_version(void) { return \"Toy 2.5\"; }"},
       {"text", "int toy_of_an_older_version;"},
       {"text", "const char toy_version[] = \"2.5\";"},
       {"numbers-function", "void toy_version(int *a, int *b, int *c) { *a = 2; *b = 5; *c = 1; }"},
       {"jni", "int toy_version(int *arguments) { return *arguments == 0x00150000 || *arguments == "
               "0x000a0000 ? 0 : -3; }"}}));
  CHECK(check_against(here, asked_by(kind), source).ok());
}

TEST_CASE("check --against: a library that is another") {
  Workshop here;
  Command command = {
      tool(), "check", "--against", kit().library,
      here.write("toy.toml", "name = \"toy\"\nidentify = [\"toy_new\"]\nsymbols = [\"toy_*\"]\n")};
  Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("check --against: a wrong query for the version is told, not run into") {
  Workshop here;
  auto [kind, source] = GENERATE(table<std::string, std::string>({
      {"text-function",
       "static volatile int *runtime; const char *toy_version(void) { *runtime = 1; return \"2.5\"; }"},
      {"text-function", "void abort(void); const char *toy_version(void) { abort(); }"},
      {"text-function", "void _exit(int); const char *toy_version(void) { _exit(3); }"},
      {"text-function", "const char *toy_version(void) { return \"of today\"; }"},
      {"text-function", "const char *toy_version(void) { return 0; }"},
      {"text-function", "const char *toy_version(void) { return (const char *)8; }"},
      {"text-function", "const char toy_version[] = \"2.5\";"},
      {"text", "const char *toy_version(void) { return \"2.5\"; }"},
      {"text", "const char toy_version[] = \"of today\";"},
      {"numbers-function", "void toy_version(int *major) { *major = -1; }"},
      {"jni", "int toy_version(void) { return -1; }"},
  }));
  CAPTURE(kind, source);
  Outcome outcome = check_against(here, asked_by(kind), source);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(outcome.out == "");
}

TEST_CASE("check --against: a query that never ends is ended") {
  Workshop here;
  Outcome outcome =
      check_against(here, asked_by("text-function"), "const char *toy_version(void) { for (;;) { } }");
  CHECK(outcome.how_it_ended() == "exit code 1");
}

TEST_CASE("check --against: the runtime says itself whether it is initialised") {
  Workshop here;
  auto [source, good] =
      GENERATE(table<std::string, bool>({{"int toy_is_live(void) { return 0; }", true},
                                         {"int toy_is_live(void) { return 1; }", false},
                                         {"int toy_is_live;", false},
                                         {"", false},
                                         {"int toy_is_live(void) { return *(volatile int *)8; }", false}}));
  CAPTURE(source);
  CHECK(check_against(here, "initialised = \"toy_is_live\"", source).ok() == good);
}

TEST_CASE("check --against: a companion is in the library, in what it needs, or missing") {
  Workshop here;
  constexpr std::string_view companion = "[[companion]]\nname = \"libextra\"\nidentify = [\"extra_start\", "
                                         "\"extra_stop\"]\nsymbols = [\"extra_*\"]";
  SECTION("inside") {
    CHECK(check_against(here, companion,
                        "int extra_start(void) { return 0; } int extra_stop(void) { return 0; }")
              .ok());
  }
  SECTION("beside it") {
    here.library("libextra.so", "int extra_start(void) { return 0; } int extra_stop(void) { return 0; }");
    CHECK(check_against(here, companion, "",
                        {"-L" + here.folder().string(), "-Wl,--no-as-needed,-rpath,$ORIGIN", "-lextra"})
              .ok());
  }
  SECTION("a part of it") {
    CHECK_FALSE(check_against(here, companion, "int extra_start(void) { return 0; }").ok());
  }
  SECTION("a part of it, and something else beside it") {
    CHECK_FALSE(
        check_against(here, companion, "int extra_start(void) { return 0; }", {"-Wl,--no-as-needed", "-lm"})
            .ok());
  }
  SECTION("it cannot be loaded at all") {
    here.library("libextra.so", "int extra_start(void) { return 0; } int extra_stop(void) { return 0; }");
    const Command flags = {"-L" + here.folder().string(), "-Wl,--no-as-needed", "-lextra"};
    CHECK_FALSE(check_against(here, companion, "", flags).ok());
  }
}

TEST_CASE("check --against: what is not run is said to be asked later") {
  Workshop here;
  constexpr std::string_view manifest =
      "name = \"toy\"\nidentify = [\"toy_new\"]\nsymbols = [\"toy_*\"]\n"
      "version = [{ symbol = \"toy_version\", kind = \"text-function\" }]\n"
      "[[companion]]\nname = \"libextra\"\nidentify = [\"extra_start\"]\nsymbols = [\"extra_*\"]\n";
  const std::string source = std::string(toy) + "const char *toy_version(void) { return \"2.5\"; }\n";
  fs::path file = here / "toy";
  SECTION("a program") {
    must_run(
        {"gcc", "-rdynamic", "-o", file, here.write("toy.c", source + "int main(void) { return 0; }\n")});
  }
  SECTION("a library for another machine") {
    must_run({"clang-19", "--target=aarch64-linux-gnu", "-nostdlib", "-shared", "-fuse-ld=lld", "-o", file,
              here.write("toy.c", source)});
  }
  Command command = {tool(), "check", "--against", file, here.write("toy.toml", manifest)};
  Outcome outcome = run(command);
  CHECK(outcome.ok());
  CHECK(check_golden(command, outcome));
}

TEST_CASE("check --against: a file that cannot be read is one error") {
  Workshop here;
  fs::path manifest =
      here.write("toy.toml", "name = \"toy\"\nidentify = [\"toy_new\"]\nsymbols = [\"toy_*\"]\n");
  Command command = {tool(), "check", "--against", here / "missing.so", manifest};
  CHECK(check_golden(command, run(command)));
}
