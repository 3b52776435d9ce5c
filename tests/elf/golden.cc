#include "golden.h"

#include "settings.h"

#include "tests/support/golden.h"

#include <fmt/format.h>
#include <regex>
#include <set>

namespace elf_test {

using support::replaced;

// The only corpus with golden files is ../binding.
static const support::GoldenFolder &golden() {
  static const support::GoldenFolder folder(settings().corpus / "golden", "binding");
  return folder;
}

// "refused/version" is refused-version.txt.
static std::string golden_file(const Case &test) {
  return replaced(test.name, "/", "-") + ".txt";
}

std::string golden_entry(const Builder &build, const std::string &mode, const Outcome &outcome) {
  std::string text = replaced(outcome.err, build.out(), "<out>");
  text = replaced(std::move(text), build.library_folder(), "<libdir>");
  text = replaced(std::move(text), settings().corpus, "<corpus>");
  text = replaced(std::move(text), settings().work, "<work>");
  // Numbers of what several cases share, and addresses.
  text = std::regex_replace(text, std::regex("<work>/[a-z]+/shared/[0-9]+"), "<shared>");
  text = std::regex_replace(text, std::regex("0x[0-9a-f]+"), "0x<address>");
  return fmt::format("\n# host {}: {}\n{}{}", mode, outcome.how_it_ended(), text,
                     text.empty() || text.ends_with('\n') ? "" : "\n");
}

std::string check_golden(const Case &test, const std::string &text) {
  return golden().compare(golden_file(test), fmt::format("# What is said on stderr in the case {}: {}\n{}",
                                                         test.name, test.one("about"), text));
}

std::vector<std::string> golden_files_of_no_case(const std::vector<Case> &cases) {
  std::set<std::string> known;
  for (const Case &test : cases)
    if (test.has("golden"))
      known.insert(golden_file(test));
  return golden().strays(known);
}

} // namespace elf_test
