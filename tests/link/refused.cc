#include "golden.h"
#include "kit.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>

namespace link_test {

namespace fs = std::filesystem;

// mold writes "mold: fatal: …", GNU ld no such word for a file that it cannot read.
static bool says_something(std::string_view messages) {
  return messages.find_first_not_of(" \n") != messages.npos;
}

namespace {

/// Whose words the refusal must be.
struct Refusal {
  bool is_ours;
  std::string_view what;
};

} // namespace

static std::string check_refused_once(const Command &link, const fs::path &output, const Refusal &refusal) {
  Outcome outcome = run(link);
  INFO(support::shell_quoted(link));
  INFO(outcome.out << outcome.err);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(says_something(outcome.err));
  CHECK(outcome.err.find(refusal.what) != std::string::npos);
  CHECK_FALSE(fs::is_regular_file(fs::symlink_status(output)));
  CHECK_FALSE(fs::exists(fs::symlink_status(output.string() + ".weakrt")));
  bool we_said_something = check_golden(link, outcome);
  CHECK((we_said_something || !refusal.is_ours));
  return outcome.err;
}

static std::string check_refused(const Command &link, const fs::path &output, const Refusal &refusal) {
  std::string messages = check_refused_once(link, output, refusal);
  // Not where no file can be.
  if (std::ofstream(output) << "stale") {
    INFO("with the output of an earlier link in place");
    check_refused_once(link, output, refusal);
  }
  return messages;
}

std::string check_refused(const Command &link, const fs::path &output) {
  return check_refused(link, output, Refusal{true, ""});
}

std::string check_refused(const Command &link, const fs::path &output, std::string_view what) {
  return check_refused(link, output, Refusal{false, what});
}

} // namespace link_test
