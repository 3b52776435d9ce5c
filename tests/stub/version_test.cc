#include "stub/core/version.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using weakrt::record::VersionClause;

namespace {

struct Row {
  const char *text;
  std::vector<uint32_t> parts; // none: no version in it
};

const std::vector<Row> texts = {
    {"", {}},
    {"none", {}},
    {"v", {}},
    {"3", {3}},
    {"3.11", {3, 11}},
    {"3.11.2", {3, 11, 2}},
    {"3.11.2 (main, Apr 28 2025) [GCC 12.2.0]", {3, 11, 2}},
    {"v20.19.5", {20, 19, 5}},
    {"ruby 3.1", {3, 1}},
    {"3.12.0rc1", {3, 12, 0}},
    {"3.13.0+", {3, 13, 0}},
    {"5.4.", {5, 4}},
    {"5..4", {5}},
    {"1.2.3.4", {1, 2, 3}},
    {".5", {5}},
    {"007.08", {7, 8}},
    {"17-ea", {17}},
    {"65536", {65536}},
};

weakrt::Version version_of(const std::vector<uint32_t> &parts) {
  weakrt::Version version;
  for (uint32_t part : parts)
    version.parts[version.count++] = part;
  return version;
}

struct RangeRow {
  std::vector<uint32_t> version;
  VersionClause clause;
  bool holds;
};

const std::vector<RangeRow> clauses = {
    {{3, 11, 2}, {VersionClause::equal, 2, {3, 11, 0}}, true}, // only what is written is compared
    {{3, 11, 2}, {VersionClause::equal, 3, {3, 11, 0}}, false},
    {{3, 11, 2}, {VersionClause::not_equal, 2, {3, 11, 0}}, false},
    {{3, 11, 2}, {VersionClause::not_equal, 1, {4, 0, 0}}, true},
    {{3, 11, 2}, {VersionClause::less, 2, {3, 11, 0}}, false},
    {{3, 11, 2}, {VersionClause::less, 1, {4, 0, 0}}, true},
    {{3, 11, 2}, {VersionClause::less_equal, 2, {3, 11, 0}}, true},
    {{3, 11, 2}, {VersionClause::less_equal, 3, {3, 11, 1}}, false},
    {{3, 11, 2}, {VersionClause::greater, 2, {3, 11, 0}}, false},
    {{3, 11, 2}, {VersionClause::greater, 3, {3, 11, 1}}, true},
    {{3, 11, 2}, {VersionClause::greater_equal, 2, {3, 9, 0}}, true},
    {{3, 11, 2}, {VersionClause::greater_equal, 1, {4, 0, 0}}, false},
    {{3}, {VersionClause::equal, 3, {3, 0, 0}}, true},    // what was not told is 0
    {{10}, {VersionClause::greater, 1, {9, 0, 0}}, true}, // numbers, not text
    {{3, 11, 2}, {0, 1, {3, 0, 0}}, false},               // no comparison holds nothing
};

} // namespace

TEST_CASE("a version is read from what a provider says") {
  for (const Row &row : texts) {
    INFO('"' << row.text << '"');
    const weakrt::Version version = weakrt::parse_version(row.text);
    REQUIRE(version.count == row.parts.size());
    for (size_t i = 0; i < row.parts.size(); ++i)
      CHECK(version.parts[i] == row.parts[i]);
  }
}

TEST_CASE("a component that is too large for a number does not wrap around") {
  const weakrt::Version version = weakrt::parse_version("99999999999999999999.1");
  CHECK(version.count == 2);
  CHECK(version.parts[0] >= 99999999);
  CHECK(version.parts[1] == 1);
}

TEST_CASE("a packed version") {
  const weakrt::Version version = weakrt::unpack_version(0x030b02f0);
  CHECK(version.count == 3);
  CHECK(version.parts[0] == 3);
  CHECK(version.parts[1] == 11);
  CHECK(version.parts[2] == 2);
}

TEST_CASE("a clause compares the components that it writes") {
  for (const RangeRow &row : clauses) {
    INFO("comparison " << int(row.clause.comparison) << " of " << row.clause.parts[0] << '.'
                       << row.clause.parts[1]);
    CHECK(weakrt::in_range(version_of(row.version), &row.clause, 1) == row.holds);
  }
}

TEST_CASE("all clauses must hold") {
  const VersionClause range[] = {{VersionClause::greater_equal, 1, {3, 0, 0}},
                                 {VersionClause::less, 1, {4, 0, 0}}};
  CHECK(weakrt::in_range(version_of({3, 9}), range, 2));
  CHECK_FALSE(weakrt::in_range(version_of({2, 9}), range, 2));
  CHECK_FALSE(weakrt::in_range(version_of({4}), range, 2));
  CHECK(weakrt::in_range(version_of({4}), range, 0));
}
