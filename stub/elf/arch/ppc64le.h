// 64-bit PowerPC, little-endian.
#pragma once

#include "stub/elf/rela.h"

namespace weakrt::elf {
using HashWord = uint32_t;
inline constexpr int MAP_NORESERVE = 0x40;
inline uint32_t remainder(uint32_t dividend, uint32_t divisor) {
  return dividend % divisor;
}
// Linkers call __tls_get_addr_opt, for which module 0 is static TLS.
inline constexpr ThreadLocalStorage thread_local_storage = {
    .bias = 0x8000, .has_descriptors = false, .module_0_is_static = true};
} // namespace weakrt::elf
