// Machine code, written byte by byte beside what it means.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace weakrt::elf {

class Code {
public:
  static Code little_endian() { return Code(false); }
  static Code big_endian() { return Code(true); }

  Code &bytes(std::initializer_list<uint8_t> values) {
    for (uint8_t value : values)
      code.push_back(static_cast<char>(value));
    return *this;
  }
  Code &byte(uint8_t value) { return bytes({value}); }
  /// A number of 32 bits, or an instruction of that size.
  Code &word(uint32_t value) {
    for (int i = 0; i < 4; ++i)
      code.push_back(static_cast<char>(value >> 8 * (is_big_endian ? 3 - i : i)));
    return *this;
  }

  std::string take() { return std::move(code); }

private:
  explicit Code(bool is_big_endian) : is_big_endian(is_big_endian) {}

  bool is_big_endian;
  std::string code;
};

} // namespace weakrt::elf
