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

void Text::add_number(uint32_t number) {
  if (number >= 10)
    add_number(number / 10);
  put(static_cast<char>('0' + number % 10));
}

} // namespace weakrt
