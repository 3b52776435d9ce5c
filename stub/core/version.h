// Versions: read from what a provider says of itself, compared with a range. They
// are numbers as record::pack_version makes them.
#pragma once

#include "stub/include/weakrt/record.h"

#include <stddef.h>
#include <stdint.h>

namespace weakrt {

/// Not a version, and beyond version_end: a range that is not empty excludes it.
inline constexpr uint64_t no_version = ~uint64_t{0};

/// Reads "3.11.2 (main, …)", "v20.1", "ruby 3.1": the first number in the text
/// and what follows it after single dots, three components at the most.
uint64_t parse_version(const char *text);

/// Reads 0xMMmmpp.. as CPython's Py_Version packs it.
uint64_t unpack_version(uint32_t packed);

/// Whether all intervals hold.
bool in_range(uint64_t version, const record::VersionInterval *intervals, size_t count);

} // namespace weakrt
