// Import libraries and DLLs as linkplugin/pe sees them, and damaged ones.
#include "linkplugin/pe/library.h"

#include "tests/support/files.h"
#include "tests/support/golden.h"
#include "tests/support/process.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <llvm/Support/Endian.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using weakrt::pe::Library;

struct Workshop {
  fs::path folder = fs::temp_directory_path() / ("weakrt-pe-library-" + std::to_string(getpid()));
  Workshop() { fs::create_directories(folder); }
  ~Workshop() { fs::remove_all(folder); }
};

/// An import library of rt.dll, of LLVM's kind or of GNU's.
fs::path import_library(const Workshop &here, const std::string &dlltool) {
  const fs::path definition = here.folder / "rt.def", made = here.folder / "rt.lib";
  support::write_bytes(definition, "LIBRARY rt.dll\nEXPORTS\nrt_add\nrt_data DATA\n");
  fs::remove(made);
  // GNU's writes its files where it is called.
  const support::Outcome outcome =
      support::run({"env", "-C", here.folder, dlltool, "-m", "i386:x86-64", "-d", definition, "-l", made});
  INFO(outcome.err);
  REQUIRE(outcome.ok());
  return made;
}

} // namespace

TEST_CASE("import libraries of LLVM's kind and of GNU's tell the same") {
  const Workshop here;
  const std::string dlltool = GENERATE("llvm-dlltool-19", "x86_64-w64-mingw32-dlltool");
  CAPTURE(dlltool);
  const auto library = Library::read(import_library(here, dlltool));
  REQUIRE(library);
  CHECK(library->dlls() == std::set<std::string>{"rt.dll"});
  REQUIRE(library->exports().size() == 2);
  CHECK(library->exports().at("rt_add") == Library::Kind::function);
  CHECK(library->exports().at("rt_data") == Library::Kind::data);
}

TEST_CASE("damaged import libraries are read without harm, and all that can be said of them is said") {
  const Workshop here;
  std::set<std::string> messages;
  auto read = [&](const std::string &bytes) {
    support::write_bytes(here.folder / "damaged.lib", bytes);
    if (const auto library = Library::read(here.folder / "damaged.lib"); !library)
      // LLVM's words hold offsets.
      messages.insert(
          std::regex_replace(library.error()[0].message, std::regex("archive: (?!its ).*"), "archive: …"));
  };
  for (const char *dlltool : {"llvm-dlltool-19", "x86_64-w64-mingw32-dlltool"}) {
    const std::string whole = support::read_file(import_library(here, dlltool));
    for (size_t length = 0; length < whole.size(); length += length < 512 ? 1 : 7)
      read(whole.substr(0, length));
    for (size_t at = 0; at + 4 <= whole.size(); at += 4)
      for (const uint32_t value : {0u, 0x7fffffffu, 0xffffffffu}) {
        std::string bytes = whole;
        llvm::support::endian::write32le(bytes.data() + at, value);
        read(bytes);
      }
  }
  if (const auto missing = Library::read(here.folder / "missing"); !missing)
    messages.insert(missing.error()[0].message);
  std::string text;
  for (const std::string &message : messages)
    text += message + "\n";
  CHECK(support::GoldenFolder(GOLDEN_DIR, "pe").compare("damaged-libraries.txt", text) == "");
}
