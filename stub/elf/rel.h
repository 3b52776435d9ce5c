// Relocations whose addend is in the word that they relocate (gABI, "Relocation": REL), of
// ELF32.
#pragma once

#include "stub/elf/class32.h"

namespace weakrt::elf {

struct Relocation {
  Address offset;
  uint32_t info;

  uint32_t symbol() const { return info >> 8; }
  /// Its type is R_<ARCH>_NONE, and there is a symbol.
  bool is_slot() const { return info && !(info & 255); }
};
enum : int32_t { DT_RELOCATIONS = 17, DT_RELOCATIONS_SIZE = 18 }; // DT_REL, DT_RELSZ

/// Once an address was written, the slot holds their sum.
inline constexpr bool addend_is_in_slot = true;
inline Address addend_of(const Relocation &, const Address *slot) {
  return *slot;
}

} // namespace weakrt::elf
