#include "stub/core/version.h"

namespace weakrt {

static bool is_digit(char c) {
  return static_cast<unsigned char>(c - '0') < 10;
}

uint64_t parse_version(const char *text) {
  while (!is_digit(*text))
    if (!*text++)
      return no_version;
  uint64_t version = 0;
  // A component that is not told is 0.
  for (int component = 0; component < 3; ++component) {
    uint32_t part = 0;
    for (; is_digit(*text); ++text)
      if (part < 65536)
        part = part * 10 + static_cast<uint32_t>(*text - '0');
    part = part < 65535 ? part : 65535;
    version = version << 16 | part;
    if (*text == '.' && is_digit(text[1]))
      ++text;
  }
  return version;
}

uint64_t unpack_version(uint32_t packed) {
  return record::pack_version(packed >> 24, packed >> 16 & 0xff, packed >> 8 & 0xff);
}

bool in_range(uint64_t version, const record::VersionInterval *intervals, size_t count) {
  for (size_t i = 0; i < count; ++i)
    if (version - intervals[i].first >= intervals[i].span)
      return false;
  return true;
}

} // namespace weakrt
