// A part of a file.
#pragma once

#include <cstdint>

namespace weakrt {

struct ByteRange {
  uint64_t offset;
  uint64_t size;
};

} // namespace weakrt
