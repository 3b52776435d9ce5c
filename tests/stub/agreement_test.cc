// The range of a manifest is decided twice: when a plugin is built (which libraries could fit) and when it is
// loaded (does this provider fit). Both must say the same of every range and every version.
#include "stub_range.h"

#include "linkplugin/manifest/version_range.h"

#include <catch2/catch_test_macros.hpp>

#include <fmt/format.h>

namespace {

std::vector<agreement::Interval> encode(const weakrt::VersionRange &range) {
  std::vector<agreement::Interval> intervals;
  for (const weakrt::VersionClause &clause : range.clauses) {
    const auto [first, span] = weakrt::to_interval(clause);
    intervals.push_back({first, span});
  }
  return intervals;
}

// "3", "3.9", "3.9.1": one, two and three components.
std::vector<std::string> all_versions() {
  const int firsts[] = {0, 2, 3, 4, 10, 65535};
  const int others[] = {0, 1, 9, 10, 11, 65535};
  std::vector<std::string> all;
  for (int a : firsts) {
    all.push_back(fmt::format("{}", a));
    for (int b : others) {
      all.push_back(fmt::format("{}.{}", a, b));
      for (int c : others)
        all.push_back(fmt::format("{}.{}.{}", a, b, c));
    }
  }
  return all;
}

weakrt::Version read(const std::string &text) {
  const auto range = weakrt::parse_version_range("==" + text);
  REQUIRE(range);
  return range->clauses[0].version;
}

} // namespace

TEST_CASE("stub and manifest agree on every range and version") {
  const std::vector<std::string> versions = all_versions();
  std::vector<std::string> ranges = {""};
  for (const char *sign : {"==", "!=", "<", "<=", ">", ">="})
    for (const std::string &version : versions)
      ranges.push_back(sign + version);
  for (const char *two :
       {">=3, <4", ">=3.9, <3.11", ">=3.9.1, !=3.10", ">3, <=10.9.9", ">=2, <10, !=3.9.0, !=4"})
    ranges.push_back(two);

  size_t compared = 0, disagreements = 0, taken = 0;
  for (const std::string &text : ranges) {
    const auto range = weakrt::parse_version_range(text);
    if (!range)
      continue; // one that no version can satisfy, like <0, is an error already
    const std::vector<agreement::Interval> intervals = encode(*range);
    for (const std::string &version : versions) {
      const bool manifest = weakrt::contains(*range, read(version));
      const bool stub = agreement::stub_takes(version, intervals);
      ++compared;
      taken += stub;
      if (manifest != stub && disagreements++ < 10)
        UNSCOPED_INFO(fmt::format("`{}` takes {}: manifest {}, stub {}", text, version, manifest, stub));
    }
  }
  CHECK(disagreements == 0);
  CHECK(compared > 300'000);
  // Neither "all" nor "none" would be an agreement worth having.
  CHECK(taken > compared / 10);
  CHECK(taken < compared * 9 / 10);
}
