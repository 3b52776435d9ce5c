// 32-bit Arm, from ARMv7-A, which may be without an instruction that divides; the function
// that a compiler would call is in no C library.
#pragma once

#include "stub/elf/rel.h"

namespace weakrt::elf {
using HashWord = uint32_t;
inline constexpr int MAP_NORESERVE = 0x4000;
inline uint32_t remainder(uint32_t dividend, uint32_t divisor) {
  uint32_t shift = static_cast<uint32_t>(__builtin_clz(divisor) - __builtin_clz(dividend | 1));
  if (divisor > dividend)
    return dividend;
  for (divisor <<= shift; shift-- != ~0u; divisor >>= 1)
    if (dividend >= divisor)
      dividend -= divisor;
  return dividend;
}
inline constexpr ThreadLocalStorage thread_local_storage = {.bias = 0, .has_descriptors = false};
} // namespace weakrt::elf
