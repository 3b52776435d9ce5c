// One plugin that reads the runtime's data, delay-loaded by all who can, and bound by weakrt: what each link
// makes of it. docs/windows.md shows the table.
#include "kit.h"

#include "tests/support/files.h"
#include "tests/support/golden.h"

#include <fmt/format.h>

using namespace windows_test;

namespace {

const fs::path source = sources / "delay_loading.c";

struct Way {
  std::string name;
  Command link;
  Command before = {}; ///< makes the library that it links with
};

std::vector<Way> ways(const fs::path &output) {
  const fs::path folder = work() / "delay-loading";
  fs::create_directories(folder);
  support::write_bytes(folder / "rt.def",
                       "LIBRARY rt.dll\nEXPORTS\nrt_identify\nrt_version\nrt_add\nrt_data DATA\n");
  const Command gcc_link = {"x86_64-w64-mingw32-gcc", "-O2", "-shared", source, "-o", output};
  const Command clang_link = {
      "clang-19", "--target=x86_64-w64-mingw32", "-fuse-ld=lld", "-O2", "-shared", source, "-o", output};
  const std::string delay = "-Wl,--delayload=rt.dll", gnu = kit() / "librt.dll.a", weak = folder / "rt.lib",
                    delaylib = folder / "librt-delay.a", def = folder / "rt.def";
  return {{"linked hard", gcc_link + Command{gnu}},
          {"GNU ld, dlltool --output-delaylib",
           gcc_link + Command{delaylib},
           {"x86_64-w64-mingw32-dlltool", "-d", def, "-y", delaylib}},
          {"LLD --delayload, GNU's import library", clang_link + Command{gnu, delay}},
          {"LLD --delayload, a short import library",
           clang_link + Command{weak, delay},
           {"llvm-dlltool-19", "-m", "i386:x86-64", "-d", def, "-l", weak}},
          {"weakrt, bind = \"load\"", gcc_link + Command{gnu} + weakrt_flags("")}};
}

std::string run(const Host &host, const fs::path &plugin) {
  const Outcome outcome = run_host(host, plugin);
  if (outcome.exit_code == 3 && outcome.out.find("no plugin") != std::string::npos)
    return "is not loaded";
  if (!outcome.ok())
    return "crashes";
  return outcome.out.ends_with("\n42\n") ? "works" : "reads something else";
}

/// What a linker says, without its name and the paths.
std::string complaint(const Outcome &link) {
  const size_t at = link.err.find("error: ");
  return at == std::string::npos ? link.err : link.err.substr(at, link.err.find('\n', at) - at);
}

} // namespace

TEST_CASE("delay-loading: what becomes of data, by everybody's and by weakrt") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const fs::path output = work() / "delay-loading.dll";
  std::string table =
      fmt::format("{:<40} {:<25} {}\n", "", "runtime in the program", "rt.dll beside it, or loaded");
  for (const Way &way : ways(output)) {
    if (!way.before.empty())
      must_run(way.before);
    fs::remove(output);
    const Outcome link = support::run(way.link);
    if (link.ok())
      table += fmt::format("{:<40} {:<25} {}\n", way.name, run(with_rt, output), run(without_rt, output));
    else
      table += fmt::format("{:<40} {}\n", way.name, complaint(link));
  }
  CHECK(support::GoldenFolder(sources / "golden", "windows").compare("delay-loading.txt", table) == "");
}
