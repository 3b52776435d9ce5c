#include "stub/core/text.h"

namespace weakrt {

void Text::put(char c) {
  if (used + 1 < size) {
    buffer[used++] = c;
    buffer[used] = 0;
  } else if (size > 4) {
    for (size_t i = size - 4; i < size - 1; ++i)
      buffer[i] = '.';
  }
}

void Text::add(const char *format, const char *a, const char *b) {
  for (; *format; ++format) {
    if (*format != '%') {
      put(*format);
      continue;
    }
    while (a && *a)
      put(*a++);
    a = b;
  }
}

// Divided by multiplication: not every target has an instruction for it, and the function
// that compilers call instead is in no C library. 52429 / 2^19 is a tenth, for 16 bits.
void Text::add_number(uint32_t number) {
  uint32_t tenth = number * 52429 >> 19;
  if (tenth)
    add_number(tenth);
  put(static_cast<char>('0' + number - 10 * tenth));
}

} // namespace weakrt
