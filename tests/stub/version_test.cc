#include "stub/core/version.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

using weakrt::record::pack_version;
using weakrt::record::VersionInterval;

namespace {

struct Row {
  const char *text;
  uint64_t version;
};

const std::vector<Row> texts = {
    {"", weakrt::no_version},
    {"none", weakrt::no_version},
    {"v", weakrt::no_version},
    {"3", pack_version(3, 0, 0)},
    {"3.11", pack_version(3, 11, 0)},
    {"3.11.2", pack_version(3, 11, 2)},
    {"3.11.2 (main, Apr 28 2025) [GCC 12.2.0]", pack_version(3, 11, 2)},
    {"v20.19.5", pack_version(20, 19, 5)},
    {"ruby 3.1", pack_version(3, 1, 0)},
    {"3.12.0rc1", pack_version(3, 12, 0)},
    {"3.13.0+", pack_version(3, 13, 0)},
    {"5.4.", pack_version(5, 4, 0)},
    {"5..4", pack_version(5, 0, 0)},
    {"1.2.3.4", pack_version(1, 2, 3)},
    {".5", pack_version(5, 0, 0)},
    {"007.08", pack_version(7, 8, 0)},
    {"17-ea", pack_version(17, 0, 0)},
    {"65535", pack_version(65535, 0, 0)},
    {"65536.1", pack_version(65535, 1, 0)}, // no component runs over into the next
    {"99999999999999999999.1", pack_version(65535, 1, 0)},
};

} // namespace

TEST_CASE("a version is read from what a provider says") {
  for (const Row &row : texts) {
    INFO('"' << row.text << '"');
    CHECK(weakrt::parse_version(row.text) == row.version);
  }
}

TEST_CASE("a packed version") {
  CHECK(weakrt::unpack_version(0x030b02f0) == pack_version(3, 11, 2));
  CHECK(weakrt::unpack_version(0xffffffff) == pack_version(255, 255, 255));
}

TEST_CASE("an interval holds from its first version on, for its span, around the end") {
  const uint64_t from = pack_version(3, 9, 0), to = pack_version(3, 10, 0);
  const VersionInterval inside{from, to - from}, outside{to, from - to};
  for (const auto &[version, is_inside] : std::vector<std::pair<uint64_t, bool>>{
           {from, true}, {to - 1, true}, {to, false}, {from - 1, false}, {0, false}}) {
    INFO(version);
    CHECK(weakrt::in_range(version, &inside, 1) == is_inside);
    CHECK(weakrt::in_range(version, &outside, 1) != is_inside);
  }
}

TEST_CASE("all intervals must hold, and without one any version does") {
  const VersionInterval range[] = {
      {pack_version(3, 0, 0), weakrt::record::version_end - pack_version(3, 0, 0)},
      {0, pack_version(4, 0, 0)}};
  CHECK(weakrt::in_range(pack_version(3, 9, 0), range, 2));
  CHECK_FALSE(weakrt::in_range(pack_version(2, 9, 0), range, 2));
  CHECK_FALSE(weakrt::in_range(pack_version(4, 0, 0), range, 2));
  CHECK(weakrt::in_range(pack_version(4, 0, 0), range, 0));
}
