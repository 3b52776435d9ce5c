// Versions and ranges of versions, as manifests write them: ">=3.9, <4".
//
// A comparison looks only at the components that are written: "==3.11" holds
// for 3.11.2, ">3.11" does not hold for it, "<4" holds for 3.13.0. The stub
// decides by the same rule (stub/core/version.h).
#pragma once

#include "linkplugin/diagnostic.h"
#include "stub/include/weakrt/record.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

struct Version {
  std::array<uint32_t, 3> parts{};
  /// How many parts are written: 1, 2 or 3.
  uint32_t count = 0;
};

enum class Comparison : uint8_t { equal = 1, not_equal, less, less_equal, greater, greater_equal };

struct VersionClause {
  Comparison comparison = Comparison::equal;
  Version version;
};

/// All clauses must hold; no clause means any version.
struct VersionRange {
  std::vector<VersionClause> clauses;
  /// As the manifest wrote it, for messages.
  std::string text;
};

/// Why a range could not be read. The offsets are bytes in the text.
struct RangeError {
  std::string message;
  std::string help;
  size_t begin = 0;
  size_t end = 0;
};

/// Reads ">=3.9, <4". A range that no version can satisfy (">=4, <3") is an error.
[[nodiscard]] std::expected<VersionRange, RangeError> parse_version_range(std::string_view text);

/// Whether every clause holds for this version.
[[nodiscard]] bool contains(const VersionRange &range, const Version &version);

/// Whether some version that begins with these components is in the range: 3.11 overlaps ">=3.11.2".
[[nodiscard]] bool overlaps(const VersionRange &range, const Version &prefix);

/// A comparison as the stub decides it.
[[nodiscard]] record::VersionInterval to_interval(const VersionClause &clause);

} // namespace weakrt
