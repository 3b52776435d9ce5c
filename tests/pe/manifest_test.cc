// weakrt manifest --from, of DLLs and programs for Windows.
#include "kit.h"

#include <catch2/generators/catch_generators.hpp>

using namespace pe_test;

static constexpr std::string_view toy = "__declspec(dllexport) int toy_new(void) { return 1; }\n"
                                        "__declspec(dllexport) int toy_eval(void) { return 2; }\n"
                                        "__declspec(dllexport) int toy_data;\n";

TEST_CASE("manifest: a proposal for a DLL, whose file says its version") {
  Workshop here;
  const Maker maker(here);
  const fs::path script = here.write("rt.rc", "1 VERSIONINFO\nFILEVERSION 2,9,1,0\nBEGIN\nEND\n");
  must_run({"x86_64-w64-mingw32-windres", script, here / "rt-version.o"});
  const fs::path dll = maker.dll("toy2.dll", toy, {here / "rt-version.o"});
  const Outcome said = check_said({"manifest", "--from", dll});
  CHECK(said.ok());
  CHECK(run({tool(), "check", here.write("proposed.toml", said.out)}).ok());
}

TEST_CASE("manifest: a proposal for a DLL that says no version, and for a program") {
  Workshop here;
  const Maker maker(here);
  const bool is_program = GENERATE(false, true);
  const fs::path file = is_program ? maker.program("toy.exe", toy) : maker.dll("rt.dll", runtime_source);
  const Outcome said = check_said({"manifest", "--from", file});
  CHECK(run({tool(), "check", here.write("proposed.toml", said.out)}).ok());
}
