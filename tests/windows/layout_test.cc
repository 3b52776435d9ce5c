// Import tables as linkers and import libraries make them: whatever their layout, the plugin says what the
// one that is linked hard says.
#include "kit.h"

#include "linkplugin/pe/image.h"
#include "tests/support/files.h"
#include "tests/support/golden.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <array>

using namespace windows_test;
namespace pe = weakrt::pe;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A runtime with exports of each kind, and its import libraries: all of it in one, or the half of it in
/// another that writes the library's name in capitals; made by GNU's dlltool (.a) and by LLVM's (.lib).
const fs::path &full_kit() {
  static const fs::path made = [] {
    const fs::path folder = work() / "full";
    fs::create_directories(folder);
    const std::string first = "rt_identify\nrt_version\nrt_add\nrt_data DATA\nrt_by_number @7 NONAME\n";
    const std::string second = "rt_passed_on\nrt_more\nrt_more_data DATA\n";
    support::write_bytes(folder / "rt.def", "LIBRARY rt.dll\nEXPORTS\n" + first +
                                                "rt_more\nrt_more_data DATA\nrt_passed_on=other.target\n");
    support::write_bytes(folder / "all.def", "LIBRARY rt.dll\nEXPORTS\n" + first + second);
    support::write_bytes(folder / "first.def", "LIBRARY rt.dll\nEXPORTS\n" + first);
    support::write_bytes(folder / "second.def", "LIBRARY RT.DLL\nEXPORTS\n" + second);
    support::write_bytes(folder / "other.c", "__declspec(dllexport) int target(void) { return 80; }\n");
    must_run({"x86_64-w64-mingw32-gcc", "-shared", folder / "other.c", "-o", folder / "other.dll"});
    must_run({"x86_64-w64-mingw32-gcc", "-shared", sources / "rt.c", sources / "layout-rt.c",
              folder / "rt.def", "-o", folder / "rt.dll"});
    for (const std::string name : {"all", "first", "second"}) {
      must_run({"x86_64-w64-mingw32-dlltool", "-d", folder / (name + ".def"), "-l", folder / (name + ".a")});
      must_run({"llvm-dlltool-19", "-m", "i386:x86-64", "-d", folder / (name + ".def"), "-l",
                folder / (name + ".lib")});
    }
    return folder;
  }();
  return made;
}

Command link(const fs::path &output, const std::vector<std::string> &libraries) {
  Command command = {"x86_64-w64-mingw32-gcc", "-O2", "-shared", sources / "layout.c", "-o", output};
  for (const std::string &library : libraries)
    command.push_back(full_kit() / library);
  return command;
}

std::string run_plugin(const fs::path &plugin) {
  const fs::path folder = work() / "layout-host";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(kit() / "host.exe", folder / "host.exe");
  for (const char *name : {"rt.dll", "other.dll"})
    fs::copy_file(full_kit() / name, folder / name);
  fs::copy_file(plugin, folder / "plugin.dll");
  const Outcome outcome = run_in_wine(folder, {"host.exe", "plugin.dll"});
  INFO(outcome.how_it_ended() << "\n" << outcome.err);
  CHECK(outcome.ok());
  return outcome.out;
}

std::string characteristics(const fs::path &plugin) {
  const std::string text = must_run({"llvm-readobj-19", "--file-headers", plugin}).out;
  const size_t at = text.find("  Characteristics [ (", text.find("ImageOptionalHeader"));
  REQUIRE(at != std::string::npos);
  return text.substr(at, text.find(']', at) - at);
}

} // namespace

TEST_CASE("layout: several tables for one library, its name in capitals, numbers, forwarders") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const std::string linker = GENERATE("bfd", "lld");
  const auto libraries = GENERATE(std::vector<std::string>{"all.a"}, std::vector<std::string>{"all.lib"},
                                  std::vector<std::string>{"first.a", "second.a"},
                                  std::vector<std::string>{"first.lib", "second.lib"},
                                  std::vector<std::string>{"first.lib", "second.a"});
  CAPTURE(linker, libraries);
  must_run(link(work() / "hard.dll", libraries));
  // Nobody but LLD itself: Debian's gcc for mingw does not heed -fuse-ld by itself.
  must_run(link(work() / "layout.dll", libraries) + weakrt_flags(linker));
  const std::string hard = run_plugin(work() / "hard.dll");
  const std::string of_linker = linker == "bfd" ? "protection 8\n" : "protection 2\n";
  CHECK(hard == "rt.dll is there\n7 3 70 80 95, protection 8\n");
  // What is data is so by its own import library, whoever has the rest.
  const std::string told =
      must_run({folder_of("WEAKRT_TOOL").string(), "inspect", work() / "layout.dll"}).out;
  CHECK_THAT(told, ContainsSubstring("data      rt_data") && ContainsSubstring("data      rt_more_data"));
  CHECK(run_plugin(work() / "layout.dll") ==
        "rt.dll is there\nweakrt: owned, 'rt.dll', version '2.3.4'\n7 3 70 80 95, " + of_linker);
}

TEST_CASE("layout: imports without lookup tables, and bound imports") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const std::string change = GENERATE("nameless", "bound");
  CAPTURE(change);
  const fs::path plugin = work() / "changed.dll";
  must_run(Command{"env", "CHANGE=" + change} + link(plugin, {"all.a"}) + weakrt_flags("") +
           Command{"-Xlinker", "--weakrt-linker=" + (sources / "linker-that-changes").string()});
  CHECK(run_plugin(plugin) ==
        "rt.dll is there\nweakrt: owned, 'rt.dll', version '2.3.4'\n7 3 70 80 95, protection 8\n");
  std::string bytes = support::read_file(plugin);
  const auto image =
      pe::Image::open({reinterpret_cast<uint8_t *>(bytes.data()), bytes.size()}, "changed.dll");
  REQUIRE(image);
  CHECK(image->directory(llvm::COFF::BOUND_IMPORT).address == 0);
}

TEST_CASE("layout: the checksum fits what was detached, and the loader's flags are as without weakrt") {
  const std::string linker = GENERATE("bfd", "lld");
  must_run(link(work() / "hard.dll", {"all.a"}));
  must_run(link(work() / "layout.dll", {"all.a"}) + weakrt_flags(linker));
  std::string bytes = support::read_file(work() / "layout.dll");
  const std::string before = bytes;
  auto image = pe::Image::open({reinterpret_cast<uint8_t *>(bytes.data()), bytes.size()}, "layout.dll");
  REQUIRE(image);
  image->update_checksum();
  CHECK(bytes == before);
  CHECK(characteristics(work() / "layout.dll") == characteristics(work() / "hard.dll"));
  CHECK(characteristics(work() / "layout.dll").find("HIGH_ENTROPY_VA") != std::string::npos);
}

TEST_CASE("layout: what 32 bits cannot reach is refused, and named") {
  const fs::path plugin = work() / "near.dll";
  const Outcome link = support::run(weak_link(gcc, "bfd", plugin, sources / "plugin.cc") +
                                    Command{"-DRT_AUTO_IMPORT", "-mcmodel=small"});
  CHECK(link.exit_code == 1);
  const std::string said = support::replaced(
      link.err.substr(link.err.find("near.dll"), link.err.find("collect2:")), plugin.parent_path(), "");
  CHECK(support::GoldenFolder(sources / "golden", "windows")
            .compare("near.txt", said.substr(0, said.find("collect2:"))) == "");
  CHECK_FALSE(fs::exists(plugin));
}
