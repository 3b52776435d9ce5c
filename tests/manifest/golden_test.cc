// Every broken manifest in golden/ and exactly what is said about it.
//
//   NAME.toml   a manifest, read as `weakrt check` reads it, with golden/shipped as the shipped ones
//   NAME.flag   the value of --weakrt-runtime=
//   NAME.txt    the diagnostics
//
// WEAKRT_BLESS=1 writes the .txt files instead of comparing them.
#include "linkplugin/manifest/manifest.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::string contents(const fs::path &file) {
  std::ifstream stream(file, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Diagnostics name files as they were given, so the inputs are given without a folder.
class WorkingDirectory {
public:
  explicit WorkingDirectory(const fs::path &folder) : before(fs::current_path()) { fs::current_path(folder); }
  ~WorkingDirectory() { fs::current_path(before); }
  WorkingDirectory(const WorkingDirectory &) = delete;
  WorkingDirectory &operator=(const WorkingDirectory &) = delete;

private:
  fs::path before;
};

weakrt::Diagnostics diagnose(const fs::path &input) {
  if (input.extension() == ".flag") {
    std::string flag = contents(input);
    flag.pop_back(); // the newline
    auto borrowed = weakrt::parse_runtime_flag(flag, "shipped");
    return borrowed ? weakrt::Diagnostics{} : std::move(borrowed.error());
  }
  auto checked = weakrt::check_manifest(input, "shipped");
  return checked ? weakrt::Diagnostics{} : std::move(checked.error());
}

} // namespace

TEST_CASE("every broken manifest gets exactly its diagnostics") {
  WorkingDirectory golden(GOLDEN_DIR);
  std::vector<fs::path> inputs;
  for (const auto &entry : fs::directory_iterator("."))
    if (fs::path name = entry.path().filename(); name.extension() == ".toml" || name.extension() == ".flag")
      inputs.push_back(name);
  std::ranges::sort(inputs);
  REQUIRE(inputs.size() > 100);

  for (const fs::path &input : inputs) {
    DYNAMIC_SECTION(input.string()) {
      std::string text;
      for (const weakrt::Diagnostic &diagnostic : diagnose(input))
        text += weakrt::render(diagnostic, false);
      CHECK_FALSE(text.empty());
      fs::path expected = fs::path(input).replace_extension(".txt");
      if (std::getenv("WEAKRT_BLESS"))
        std::ofstream(expected, std::ios::binary) << text;
      else
        CHECK(text == contents(expected));
    }
  }
}

TEST_CASE("each expectation belongs to an input") {
  for (const auto &entry : fs::directory_iterator(GOLDEN_DIR))
    if (fs::path file = entry.path(); file.extension() == ".txt") {
      CAPTURE(file);
      CHECK((fs::exists(fs::path(file).replace_extension(".toml")) ||
             fs::exists(fs::path(file).replace_extension(".flag"))));
    }
}
