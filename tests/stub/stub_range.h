// What the stub thinks of a version and a range, in words that both sides of the agreement can say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace agreement {

/// One interval as the linker plugin writes it into the record.
struct Interval {
  uint64_t first;
  uint64_t span;
};

/// Whether the stub takes a provider that says of itself that it is this version.
bool stub_takes(const std::string &version, const std::vector<Interval> &range);

} // namespace agreement
