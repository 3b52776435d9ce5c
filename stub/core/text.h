// Text: a bounded string that never allocates. What does not fit is cut, and
// the cut is marked with "...", so a story may be long but never overflows.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace weakrt {

class Text {
public:
  constexpr Text() = default;
  /// Writes into `buffer`, which is empty and outlives the Text; `size` counts the final NUL.
  Text(char *buffer, size_t size) : buffer(buffer), size(size) {}

  void put(char c);
  /// Adds `format`, where each % stands for the next of the texts; nullptr is an empty one.
  void add(const char *format, const char *a = nullptr, const char *b = nullptr);
  /// A number of at most 16 bits.
  void add_number(uint32_t number);

  /// Cuts to what it was when `length()` said this.
  void cut(size_t length) { buffer[used = length] = 0; }

  const char *c_str() const { return buffer; }
  size_t length() const { return used; }

private:
  char *buffer = nullptr;
  size_t size = 0;
  size_t used = 0;
};

} // namespace weakrt
