#include "stub/core/text.h"

namespace weakrt {

Text &Text::operator<<(const char *text) {
  if (!text)
    text = "(nothing)";
  while (*text && used + 1 < size)
    buffer[used++] = *text++;
  if (*text && size > 4)
    for (int i = 0; i < 3; ++i)
      buffer[used - 3 + i] = '.';
  buffer[used] = 0;
  return *this;
}

Text &Text::operator<<(uint32_t number) {
  char digits[11];
  char *at = digits + sizeof digits - 1;
  *at = 0;
  do
    *--at = static_cast<char>('0' + number % 10);
  while (number /= 10);
  return *this << at;
}

} // namespace weakrt
