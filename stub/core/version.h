// Versions: read from what a provider says of itself, compared with a range.
#pragma once

#include "stub/include/weakrt/record.h"

#include <stddef.h>
#include <stdint.h>

namespace weakrt {

struct Version {
  uint32_t parts[3] = {};
  /// How many parts were read; 0: the text holds no version.
  uint32_t count = 0;
};

/// Reads "3.11.2 (main, …)", "v20.1", "ruby 3.1": the first number in the text
/// and what follows it after single dots, three parts at the most.
Version parse_version(const char *text);

/// Reads 0xMMmmpp.. as CPython's Py_Version packs it.
Version unpack_version(uint32_t packed);

/// Whether all clauses hold. A clause compares only the parts that it writes.
bool in_range(const Version &version, const record::VersionClause *clauses, size_t count);

} // namespace weakrt
