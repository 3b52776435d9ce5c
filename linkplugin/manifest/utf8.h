// One character of UTF-8 at a time: what a file's columns and a terminal's cells are made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace weakrt {

struct Utf8Character {
  uint32_t code_point = 0;
  /// Bytes; 1 where `valid` is false, so that a reader always moves on.
  uint32_t length = 1;
  bool valid = false;
};

/// Decodes the character that begins at text[at] (at < text.size()). Overlong forms,
/// surrogates and what is beyond U+10FFFF are not valid.
[[nodiscard]] constexpr Utf8Character decode_utf8(std::string_view text, size_t at) {
  auto byte = [&](size_t i) { return static_cast<uint8_t>(text[at + i]); };
  uint32_t first = byte(0);
  if (first < 0x80)
    return {first, 1, true};
  uint32_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() - at < length)
    return {};
  uint32_t code_point = first & (0x7fU >> length);
  for (uint32_t i = 1; i < length; i++) {
    if ((byte(i) & 0xc0) != 0x80)
      return {};
    code_point = code_point << 6 | (byte(i) & 0x3f);
  }
  constexpr uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code_point < smallest[length] || code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000))
    return {};
  return {code_point, length, true};
}

} // namespace weakrt
