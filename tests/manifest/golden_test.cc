// Every broken manifest in golden/ and exactly what is said about it.
//
//   NAME.toml   a manifest, read as `weakrt check` reads it, with golden/shipped as the shipped ones
//   NAME.flag   the value of --weakrt-runtime=
//   NAME.txt    the diagnostics
#include "linkplugin/manifest/manifest.h"
#include "tests/support/files.h"
#include "tests/support/golden.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

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

const support::GoldenFolder golden(GOLDEN_DIR, "manifest");

std::vector<fs::path> inputs() {
  std::vector<fs::path> names;
  for (const auto &entry : fs::directory_iterator(GOLDEN_DIR))
    if (fs::path name = entry.path().filename(); name.extension() == ".toml" || name.extension() == ".flag")
      names.push_back(name);
  std::ranges::sort(names);
  return names;
}

std::string expectation_of(fs::path input) {
  return input.replace_extension(".txt");
}

weakrt::Diagnostics diagnose(const fs::path &input) {
  if (input.extension() == ".flag") {
    std::string flag = support::read_file(input);
    flag.pop_back(); // the newline
    auto borrowed = weakrt::parse_runtime_flag(flag, "shipped");
    return borrowed ? weakrt::Diagnostics{} : std::move(borrowed.error());
  }
  auto checked = weakrt::check_manifest(input, "shipped");
  return checked ? weakrt::Diagnostics{} : std::move(checked.error());
}

} // namespace

TEST_CASE("every broken manifest gets exactly its diagnostics") {
  WorkingDirectory here(GOLDEN_DIR);
  std::vector<fs::path> all = inputs();
  REQUIRE(all.size() > 100);

  for (const fs::path &input : all) {
    DYNAMIC_SECTION(input.string()) {
      std::string text;
      for (const weakrt::Diagnostic &diagnostic : diagnose(input))
        text += weakrt::render(diagnostic, false);
      CHECK_FALSE(text.empty());
      CHECK(golden.compare(expectation_of(input), text) == "");
    }
  }
}

TEST_CASE("each expectation belongs to an input") {
  std::set<std::string> known;
  for (const fs::path &input : inputs())
    known.insert(expectation_of(input));
  CHECK(golden.strays(known) == std::vector<std::string>());
}
