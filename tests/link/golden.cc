#include "golden.h"

#include "tests/support/golden.h"

#include <catch2/catch_test_case_info.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/interfaces/catch_interfaces_config.hpp>
#include <catch2/interfaces/catch_interfaces_registry_hub.hpp>
#include <catch2/interfaces/catch_interfaces_testcase.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fmt/format.h>
#include <regex>
#include <set>

namespace link_test {

using support::replaced;

namespace {

/// Of the running test case.
struct Transcript {
  std::string text;           ///< its golden file so far
  std::set<std::string> seen; ///< the answers in it
};

Transcript transcript;
std::string test_case;
int files_with_more = 0;

const support::GoldenFolder golden(GOLDEN_DIR, GOLDEN_TEST);

// "-fuse-ld=lld is honoured" is fuse-ld-lld-is-honoured.txt.
std::string golden_file(std::string_view name) {
  std::string words;
  for (char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)))
      words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (!words.empty() && words.back() != '-')
      words += '-';
  return words.substr(0, words.find_last_not_of('-') + 1) + ".txt";
}

/// Compares as a test case goes on, so that the checks are its own; only at its end is it known what is
/// missing.
class GoldenFiles : public Catch::EventListenerBase {
public:
  using Catch::EventListenerBase::EventListenerBase;

  void testCaseStarting(const Catch::TestCaseInfo &info) override {
    transcript = {};
    test_case = info.name;
  }

  void testCaseEnded(const Catch::TestCaseStats &stats) override {
    bool is_whole = stats.totals.testCases.skipped == 0 && m_config->getSectionsToRun().empty();
    if (!is_whole || !stats.totals.testCases.allOk())
      return;
    std::string file = golden_file(test_case);
    golden.bless(file, transcript.text);
    if (golden.text(file).size() > transcript.text.size()) {
      ++files_with_more;
      fmt::print(stderr, "{}: holds answers that \"{}\" did not get\n", golden.path(file).string(),
                 test_case);
    }
  }
};
CATCH_REGISTER_LISTENER(GoldenFiles)

// Without what is another on each machine, or in each run.
std::string normalised(std::string text) {
  auto replace_each = [&text](const std::string &pattern, const char *with) {
    text = std::regex_replace(text, std::regex(pattern), with);
  };
  for (size_t at = text.find(work_root().string()); at != text.npos;
       at = text.find(work_root().string(), at)) {
    size_t number = at + work_root().string().size() + 1;
    size_t end = std::min(text.find_first_not_of("0123456789", number), text.size());
    text.replace(at, end - at, "<scratch>");
  }
  text = replaced(std::move(text), ld_dir().string() + "/ld", "ld");
  text = replaced(std::move(text), tool().parent_path().parent_path().string(), "<weakrt>");
  if (const char *path = std::getenv("PATH"))
    text = replaced(std::move(text), path, "$PATH");
  replace_each("weakrt-[0-9]+", "weakrt-<process>");
  replace_each("(LLD|weakrt) [0-9]+[.0-9]*[0-9]", "$1 <version>");
  replace_each("not by LLD: (ld\\.lld|[^ ]*\\.ld).*", "not by LLD: <LLD's first error>");
  return text;
}

// Ours or a copy.
bool is_tool_itself(const fs::path &program) {
  return program.filename() == "weakrt";
}

std::string typed(Command command) {
  if (is_tool_itself(command[0]))
    command[0] = "weakrt";
  return normalised(support::shell_quoted(command));
}

// "FILE: error: ", "FILE:3:4: warning: " and "weakrt: error: ", but not "ld.lld: error: " or gold's
// "FILE:function f: error: ".
bool begins_diagnostic(const std::string &line) {
  static const std::regex ours("[^ :]([^:]*[^ :])?(:[0-9]+:[0-9]+)?: (error|warning): .*");
  static const std::regex theirs(
      "([^:]*/)?(ld|ld\\.[a-z0-9-]+|mold|collect2|gcc|clang|clang-[0-9]+|lto[a-z0-9-]+): .*");
  return std::regex_match(line, ours) && !std::regex_match(line, theirs);
}

std::string words_of_weakrt(std::string_view printed) {
  std::string words;
  bool ours = false;
  while (!printed.empty()) {
    std::string line(printed.substr(0, printed.find('\n')));
    printed.remove_prefix(std::min(printed.size(), line.size() + 1));
    bool continues = line.starts_with(" ") || line.starts_with(">>> ");
    ours = continues ? ours : begins_diagnostic(line) || line.starts_with("weakrt: ");
    if (ours)
      words += line + "\n";
  }
  return words;
}

} // namespace

bool check_golden(const Command &command, const Outcome &outcome) {
  bool is_tool = is_tool_itself(command[0]) && std::ranges::find(command, "--") == command.end();
  std::string words = is_tool ? outcome.out + outcome.err : words_of_weakrt(outcome.err);
  if (words.empty())
    return false;
  std::string answer = fmt::format("{}\n{}", outcome.how_it_ended(), normalised(words));
  if (!transcript.seen.insert(answer).second)
    return true;
  std::string entry =
      transcript.text.empty()
          ? fmt::format("# What weakrt says in the test case \"{}\"; other programs' words are left out.\n",
                        test_case)
          : "";
  entry += fmt::format("\n$ {}\n{}", typed(command), answer);
  CHECK(golden.compare_part(golden_file(test_case), transcript.text.size(), entry) == "");
  transcript.text += entry;
  return true;
}

int count_unseen_answers() {
  return files_with_more;
}

} // namespace link_test

using namespace link_test;

TEST_CASE("each golden file belongs to a test case") {
  std::set<std::string> known;
  for (const Catch::TestCaseInfo *info : Catch::getRegistryHub().getTestCaseRegistry().getAllInfos()) {
    CAPTURE(info->name);
    CHECK(known.insert(golden_file(info->name)).second);
  }
  CHECK(golden.strays(known) == std::vector<std::string>());
}
