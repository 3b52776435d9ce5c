// LoongArch, 64 bits.
#pragma once

#include "stub/elf/rela.h"

namespace weakrt::elf {
using HashWord = uint32_t;
inline constexpr int MAP_NORESERVE = 0x4000;
inline uint32_t remainder(uint32_t dividend, uint32_t divisor) {
  return dividend % divisor;
}
inline constexpr ThreadLocalStorage thread_local_storage = {.bias = 0, .has_descriptors = false};
} // namespace weakrt::elf
