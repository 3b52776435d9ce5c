#include "stub/core/text.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

namespace {

struct Row {
  size_t size;
  std::vector<const char *> pieces;
  const char *wanted;
};

const std::vector<Row> rows = {
    {16, {}, ""},
    {16, {""}, ""},
    {16, {"abc"}, "abc"},
    {16, {"abc", "", "def"}, "abcdef"},
    {4, {"abc"}, "abc"}, // fits exactly
    {8, {"abcdefg"}, "abcdefg"},
    {8, {"abcdefgh"}, "abcd..."}, // cut, and marked
    {8, {"abcdefg", "h"}, "abcd..."},
    {8, {"abcdefgh", "ijk"}, "abcd..."},
    {8, {"ab", "cdefghijkl", "m"}, "abcd..."},
    {5, {"abcdefgh"}, "a..."},
    {4, {"abcdefgh"}, "abc"}, // no room for a mark
    {1, {"abc"}, ""},
};

} // namespace

TEST_CASE("text is cut where it does not fit, and never written beyond") {
  for (const Row &row : rows) {
    INFO("wanted " << row.wanted);
    std::vector<char> buffer(row.size + 8, '#');
    buffer[0] = 0;
    weakrt::Text text(buffer.data(), row.size);
    for (const char *piece : row.pieces)
      text.add(piece);
    CHECK(std::string(text.c_str()) == row.wanted);
    CHECK(text.length() == std::strlen(row.wanted));
    CHECK(std::all_of(buffer.begin() + static_cast<long>(row.size), buffer.end(),
                      [](char c) { return c == '#'; }));
  }
}

TEST_CASE("numbers, and texts in a format") {
  char buffer[64] = "";
  weakrt::Text text(buffer, sizeof buffer);
  for (uint32_t number = 0; number < 65536; ++number) {
    text.add_number(number);
    REQUIRE(std::string(text.c_str()) == std::to_string(number));
    text.cut(0);
  }
  text.add("% and %", "one", "two");
  text.add("|%|%|", "100%", nullptr);
  CHECK(std::string(text.c_str()) == "one and two|100%||");
  text.cut(3);
  text.put('!');
  CHECK(std::string(text.c_str()) == "one!");
}
