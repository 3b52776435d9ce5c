#include "stub/core/version.h"

namespace weakrt {

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Version parse_version(const char *text) {
  Version version;
  while (*text && !is_digit(*text))
    ++text;
  while (is_digit(*text) && version.count < 3) {
    uint32_t part = 0;
    for (; is_digit(*text); ++text)
      part = part < 100000000 ? part * 10 + static_cast<uint32_t>(*text - '0') : part;
    version.parts[version.count++] = part;
    if (*text != '.')
      break;
    ++text;
  }
  return version;
}

Version unpack_version(uint32_t packed) {
  return {{packed >> 24, packed >> 16 & 0xff, packed >> 8 & 0xff}, 3};
}

static int compare(const Version &version, const record::VersionClause &clause) {
  for (uint32_t i = 0; i < clause.count && i < 3; ++i)
    if (version.parts[i] != clause.parts[i])
      return version.parts[i] < clause.parts[i] ? -1 : 1;
  return 0;
}

static bool holds(const Version &version, const record::VersionClause &clause) {
  int order = compare(version, clause);
  switch (clause.comparison) {
  case record::VersionClause::equal:
    return order == 0;
  case record::VersionClause::not_equal:
    return order != 0;
  case record::VersionClause::less:
    return order < 0;
  case record::VersionClause::less_equal:
    return order <= 0;
  case record::VersionClause::greater:
    return order > 0;
  case record::VersionClause::greater_equal:
    return order >= 0;
  }
  return false;
}

bool in_range(const Version &version, const record::VersionClause *clauses, size_t count) {
  for (size_t i = 0; i < count; ++i)
    if (!holds(version, clauses[i]))
      return false;
  return true;
}

} // namespace weakrt
