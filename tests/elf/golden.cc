#include "golden.h"

#include "settings.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

namespace elf_test {

namespace fs = std::filesystem;

static bool blessing() {
  return std::getenv("WEAKRT_BLESS") != nullptr;
}

// "refused/version" is refused-version.txt.
static fs::path golden_file(const Case &test) {
  std::string name = test.name;
  std::ranges::replace(name, '/', '-');
  return settings().corpus / "golden" / (name + ".txt");
}

static void replace(std::string &text, const std::string &from, const std::string &to) {
  for (size_t at = 0; !from.empty() && (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::string golden_entry(const Builder &build, const std::string &mode, const Outcome &outcome) {
  std::string text = outcome.err;
  replace(text, build.out(), "<out>");
  replace(text, build.library_folder(), "<libdir>");
  replace(text, settings().corpus, "<corpus>");
  replace(text, settings().work, "<work>");
  // Numbers of what several cases share, and addresses.
  text = std::regex_replace(text, std::regex("<work>/[a-z]+/shared/[0-9]+"), "<shared>");
  text = std::regex_replace(text, std::regex("0x[0-9a-f]+"), "0x<address>");
  return fmt::format("\n# host {}: {}\n{}{}", mode, outcome.how_it_ended(), text,
                     text.empty() || text.ends_with('\n') ? "" : "\n");
}

std::string check_golden(const Case &test, const std::string &text) {
  const fs::path file = golden_file(test);
  const std::string whole =
      fmt::format("# What is said on stderr in the case {}: {}\n{}", test.name, test.one("about"), text);
  if (blessing()) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << whole;
    return {};
  }
  std::ifstream stream(file);
  const std::string golden{std::istreambuf_iterator<char>(stream), {}};
  if (golden == whole)
    return {};
  return fmt::format("{} holds\n{}---- but said was\n{}---- after a deliberate change run WEAKRT_BLESS=1 "
                     "scripts/test binding",
                     file.string(), golden, whole);
}

std::vector<std::string> golden_files_of_no_case(const std::vector<Case> &cases) {
  std::set<fs::path> known;
  for (const Case &test : cases)
    if (test.has("golden"))
      known.insert(golden_file(test));
  std::vector<std::string> unknown;
  for (const fs::directory_entry &entry : fs::directory_iterator(settings().corpus / "golden"))
    if (!known.contains(entry.path())) {
      if (blessing())
        fs::remove(entry.path());
      else
        unknown.push_back(entry.path());
    }
  return unknown;
}

} // namespace elf_test
