// What the stub thinks of a version and a range, in words that both sides of the agreement can say.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace agreement {

/// One clause as the linker plugin writes it into the record.
struct Clause {
  uint8_t comparison;
  uint8_t count;
  uint16_t parts[3];
};

/// Whether the stub takes a provider that says of itself that it is this version.
bool stub_takes(const std::string &version, const std::vector<Clause> &range);

} // namespace agreement
