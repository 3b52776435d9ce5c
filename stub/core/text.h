// Text: a bounded string that never allocates. What does not fit is cut, and
// the cut is marked with "...", so a story may be long but never overflows.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace weakrt {

class Text {
public:
  /// Writes into `buffer`, which outlives the Text; `size` counts the final NUL.
  Text(char *buffer, size_t size) : buffer(buffer), size(size) { buffer[0] = 0; }

  Text &operator<<(const char *text);
  Text &operator<<(uint32_t number);

  const char *c_str() const { return buffer; }
  size_t length() const { return used; }

private:
  char *buffer;
  size_t size;
  size_t used = 0;
};

} // namespace weakrt
