// Runs the cells and counts them: a matrix with a hole in it fails, even if nobody has seen the hole being
// made.

#include "cell.h"

#include <catch2/catch_session.hpp>
#include <catch2/catch_test_case_info.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>

#include <exception>
#include <fmt/format.h>
#include <map>

namespace {

struct Count {
  size_t run = 0;
  std::map<std::string, size_t> skipped; // by reason
} count;

class Counter : public Catch::EventListenerBase {
public:
  using EventListenerBase::EventListenerBase;

  void assertionEnded(const Catch::AssertionStats &stats) override {
    if (stats.assertionResult.getResultType() == Catch::ResultWas::ExplicitSkip)
      reason_ = std::string(stats.assertionResult.getMessage());
  }

  void testCaseEnded(const Catch::TestCaseStats &stats) override {
    if (stats.totals.testCases.skipped != 0)
      ++count.skipped[reason_];
    else
      ++count.run;
    reason_.clear();
  }

private:
  std::string reason_;
};

CATCH_REGISTER_LISTENER(Counter)

bool runs_all_cells(const Catch::ConfigData &config) {
  return config.testsOrTags.empty() && config.sectionsToRun.empty() && config.shardCount == 1;
}

bool only_tells(const Catch::ConfigData &config) {
  return config.showHelp || config.libIdentify || config.listTests || config.listTags ||
         config.listReporters || config.listListeners;
}

// Returns whether every cell has been run, or has a reason.
bool tell_count(bool all_wanted) {
  const size_t wanted = matrix::runtime().cases.size() * matrix::expected_number_of_builds();
  fmt::print("matrix: {}: {} of {} cells\n", matrix::runtime().plugin.runtime, count.run, wanted);
  size_t accounted_for = count.run;
  bool reasons_known = true;
  for (const auto &[reason, number] : count.skipped) {
    fmt::print("matrix: {}: {} skipped: {}\n", matrix::runtime().plugin.runtime, number, reason);
    accounted_for += number;
    reasons_known = reasons_known && !reason.empty();
  }
  return !all_wanted || (accounted_for == wanted && reasons_known);
}

} // namespace

int main(int argc, char **argv) {
  try {
    Catch::Session session;
    matrix::register_cells();
    if (const int error = session.applyCommandLine(argc, argv))
      return error;
    const Catch::ConfigData config = session.configData();
    const int exit_code = session.run();
    if (only_tells(config))
      return exit_code;
    const bool complete = tell_count(runs_all_cells(config));
    // Catch2 says 4 where every test has been skipped. Cells that could not run must not look like cells that
    // did: 77 is how Meson and Automake know a skipped test.
    const bool all_skipped = count.run == 0 && !count.skipped.empty();
    if (!complete)
      return 1;
    if (exit_code != 0 && !all_skipped)
      return exit_code;
    return count.skipped.empty() ? 0 : 77;
  } catch (const std::exception &error) {
    fmt::print(stderr, "matrix: {}\n", error.what());
    return 1;
  }
}
