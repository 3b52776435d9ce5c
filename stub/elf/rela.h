// Relocations with an addend of their own (gABI, "Relocation": RELA), of ELF64.
#pragma once

#include "stub/elf/class64.h"

namespace weakrt::elf {

struct Relocation {
  Address offset;
  uint64_t info;
  int64_t addend;

  uint32_t symbol() const { return static_cast<uint32_t>(info >> 32); }
  /// Its type is R_<ARCH>_NONE, and there is a symbol.
  bool is_slot() const { return !static_cast<uint32_t>(info); }
};
enum : int64_t { DT_RELOCATIONS = 7, DT_RELOCATIONS_SIZE = 8 }; // DT_RELA, DT_RELASZ

/// What a slot does not hold by itself.
inline constexpr bool addend_is_in_slot = false;
inline Address addend_of(const Relocation &relocation, const Address *) {
  return static_cast<Address>(relocation.addend);
}

} // namespace weakrt::elf
