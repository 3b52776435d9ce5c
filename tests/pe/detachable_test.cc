// What linkers make and nobody can detach.
#include "linkplugin/pe/detachable.h"

#include "tests/support/files.h"
#include "tests/support/golden.h"
#include "tests/support/must_run.h"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <string>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
namespace pe = weakrt::pe;
using support::Command;
using support::must_run;

/// A folder with two halves of a library's interface, and what can be linked with them.
struct Workshop {
  fs::path folder = fs::temp_directory_path() / ("weakrt-detachable-" + std::to_string(getpid()));

  Workshop() {
    fs::create_directories(folder);
    write("half.def", "LIBRARY rt.dll\nEXPORTS\nrt_add\n");
    write("rest.def", "LIBRARY rt.dll\nEXPORTS\nrt_sub\nrt_by_number @7 NONAME\n");
    write("program.def", "LIBRARY rt.exe\nEXPORTS\nrt_add\nrt_sub\nrt_by_number @7 NONAME\n");
    write("plugin.c",
          "__declspec(dllimport) int rt_add(void), rt_sub(void), rt_by_number(void);\n"
          "__declspec(dllexport) int plugin(void) { return rt_add() + rt_sub() + rt_by_number(); }\n"
          "int DllMain(void *m, int r, void *p) { return 1; }\n");
    write("hybrid.c",
          "unsigned long long words[64];\n"
          "struct { unsigned size, more[49]; void *hybrid; } _load_config_used = {208, {0}, words};\n"
          "__declspec(dllexport) int plugin(void) { return 1; }\n");
    for (const char *name : {"half", "rest", "program"}) {
      must_run(
          {"llvm-dlltool-19", "-m", "i386:x86-64", "-d", file(name) + ".def", "-l", file(name) + ".lib"});
      must_run({"x86_64-w64-mingw32-dlltool", "-d", file(name) + ".def", "-l", file(name) + ".a"});
    }
  }
  ~Workshop() { fs::remove_all(folder); }

  void write(const std::string &name, std::string_view text) const {
    support::write_bytes(folder / name, text);
  }
  std::string file(const std::string &name) const { return folder / name; }

  /// By GNU ld, with these import libraries.
  std::string gnu(const std::vector<std::string> &libraries) const {
    Command link = {"x86_64-w64-mingw32-gcc", "-shared", "-nostdlib",       "-e", "DllMain",
                    file("plugin.c"),         "-o",      file("plugin.dll")};
    for (const std::string &library : libraries)
      link.push_back(file(library));
    must_run(link);
    return support::read_file(file("plugin.dll"));
  }
  std::string hybrid() const {
    must_run(
        {"clang-19", "--target=aarch64-pc-windows-msvc", "-c", file("hybrid.c"), "-o", file("hybrid.obj")});
    must_run({"lld-link-19", "/dll", "/noentry", "/nodefaultlib", "/out:" + file("hybrid.dll"),
              file("hybrid.obj")});
    return support::read_file(file("hybrid.dll"));
  }
};

std::string refusal(std::string bytes, void (*change)(pe::Image &) = [](pe::Image &) {}) {
  auto image = pe::Image::open({reinterpret_cast<uint8_t *>(bytes.data()), bytes.size()}, "plugin.dll");
  REQUIRE(image);
  change(*image);
  auto fine = pe::check_detachable(*image);
  return fine ? "" : "error: " + fine.error()[0].message + "\nhelp: " + fine.error()[0].help + "\n";
}

} // namespace

TEST_CASE("imports that GNU ld gives to no library are found, and named") {
  const Workshop workshop;
  CHECK(refusal(workshop.gnu({"half.a", "rest.a"})) == "");
  CHECK(refusal(workshop.gnu({"half.lib", "rest.a"})) == "");
  CHECK(refusal(workshop.gnu({"program.a"})) == "");
  const std::string two = refusal(workshop.gnu({"half.lib", "rest.lib"}));
  CHECK(two.find("belong to no library: rt_sub, #7\n") != std::string::npos);
  const support::GoldenFolder golden(GOLDEN_DIR, "pe");
  CHECK(golden.compare("slots.txt", refusal(workshop.gnu({"program.lib"}))) == "");
}

TEST_CASE("a signed image and one for two architectures are not detached") {
  const Workshop workshop;
  const support::GoldenFolder golden(GOLDEN_DIR, "pe");
  CHECK(golden.compare("hybrid.txt", refusal(workshop.hybrid())) == "");
  const std::string whole = workshop.gnu({"half.a", "rest.a"});
  CHECK(golden.compare("signed.txt", refusal(whole, [](pe::Image &image) {
                         image.set_directory(llvm::COFF::CERTIFICATE_TABLE, {0x400, 8});
                       })) == "");
}
