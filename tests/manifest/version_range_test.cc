#include "linkplugin/manifest/version_range.h"

#include <catch2/catch_test_macros.hpp>

#include <string>

using weakrt::parse_version_range;
using weakrt::Version;

namespace {

/// "3.11.2" as a version with three parts, "3.11" with two.
Version version(const std::string &text) {
  auto range = parse_version_range("==" + text);
  REQUIRE(range.has_value());
  return range->clauses.at(0).version;
}

bool holds(const char *range_text, const char *version_text) {
  auto range = parse_version_range(range_text);
  REQUIRE(range.has_value());
  return contains(*range, version(version_text));
}

bool overlap(const char *range_text, const char *prefix) {
  auto range = parse_version_range(range_text);
  REQUIRE(range.has_value());
  return overlaps(*range, version(prefix));
}

} // namespace

TEST_CASE("a comparison looks only at the components that are written") {
  CHECK(holds("==3.11", "3.11.2"));
  CHECK_FALSE(holds("==3.11.1", "3.11.2"));
  CHECK_FALSE(holds(">3.11", "3.11.2"));
  CHECK(holds(">3.11", "3.12.0"));
  CHECK(holds(">3.11.1", "3.11.2"));
  CHECK(holds("<4", "3.13.0"));
  CHECK_FALSE(holds("<4", "4.0.0"));
  CHECK(holds("<=3.11", "3.11.9"));
  CHECK_FALSE(holds("<=3.11", "3.12.0"));
  CHECK(holds(">=3.9", "3.9.0"));
  CHECK_FALSE(holds(">=3.9", "3.8.18"));
  CHECK_FALSE(holds("!=3.11", "3.11.2"));
  CHECK(holds("!=3.11.1", "3.11.2"));
  CHECK(holds(">=3.9", "10.0.0"));
  CHECK(holds("<3.10", "3.9.18"));
}

TEST_CASE("components that a version lacks count as 0") {
  CHECK(holds(">=3.9.0", "3.9"));
  CHECK_FALSE(holds(">=3.9.1", "3.9"));
}

TEST_CASE("all comparisons must hold") {
  CHECK(holds(">=3.9, <4, !=3.10", "3.9.2"));
  CHECK_FALSE(holds(">=3.9, <4, !=3.10", "3.10.2"));
  CHECK_FALSE(holds(">=3.9, <4, !=3.10", "4.1.0"));
}

TEST_CASE("a range without comparisons holds for every version") {
  CHECK(holds("", "0.0.1"));
  CHECK(holds(" \t", "65535.0.0"));
}

TEST_CASE("a range is kept as typed values and as it was written") {
  auto range = parse_version_range("  >= 3.9 ,<4");
  REQUIRE(range.has_value());
  CHECK(range->text == "  >= 3.9 ,<4");
  REQUIRE(range->clauses.size() == 2);
  CHECK(range->clauses[0].comparison == weakrt::Comparison::greater_equal);
  CHECK(range->clauses[0].version.count == 2);
  CHECK(range->clauses[0].version.parts == std::array<uint32_t, 3>{3, 9, 0});
  CHECK(range->clauses[1].comparison == weakrt::Comparison::less);
  CHECK(range->clauses[1].version.count == 1);
}

TEST_CASE("an error names the bytes that are wrong") {
  auto bad_part = [](std::string text) {
    auto range = parse_version_range(text);
    REQUIRE_FALSE(range.has_value());
    REQUIRE(range.error().begin < range.error().end);
    text += "$"; // the end of the text is a place, too
    REQUIRE(range.error().end <= text.size());
    return text.substr(range.error().begin, range.error().end - range.error().begin);
  };
  CHECK(bad_part("3.9") == "3.9");
  CHECK(bad_part(">=3.9, =>4") == "=>");
  CHECK(bad_part(">=3.9, <") == "$");
  CHECK(bad_part(">=3.9.1.2") == "2");
  CHECK(bad_part(">=3.65536, <4") == "65536");
  CHECK(bad_part(">=3.13rc1 , <4") == "rc1");
  CHECK(bad_part(">=3.9 <4") == "<4");
  CHECK(bad_part(">=4, <3") == "<3");
}

TEST_CASE("a range that no version is in is an error") {
  auto is_possible = [](const char *text) { return parse_version_range(text).has_value(); };
  CHECK(is_possible(">=3.11, <=3.11"));
  CHECK(is_possible("==3.11, >=3.11.4, <3.11.5"));
  CHECK(is_possible("==3.11, !=3.11.0"));
  CHECK(is_possible(">3, <5"));
  CHECK(is_possible(">65535"));
  CHECK_FALSE(is_possible(">3, <4"));
  CHECK_FALSE(is_possible("==3.11, >3.11"));
  CHECK_FALSE(is_possible("==3.11, !=3.11"));
  CHECK_FALSE(is_possible("<0"));
  CHECK_FALSE(is_possible(">=3.9, <3.12, !=3.10, !=3.11, !=3.9"));
}

TEST_CASE("a prefix overlaps a range when some version with it is in the range") {
  CHECK(overlap(">=3.9, <3.12", "3.11"));
  CHECK_FALSE(overlap(">=3.9, <3.12", "3.12"));
  CHECK(overlap(">=3.11.2", "3.11"));
  CHECK(overlap("<3.11.2", "3.11"));
  CHECK_FALSE(overlap("<3.11", "3.11"));
  CHECK_FALSE(overlap("!=3.11", "3.11"));
  CHECK(overlap("!=3.11.0", "3.11"));
  CHECK(overlap(">=20.1", "20"));
}
