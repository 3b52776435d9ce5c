// AArch64: all registers but x0, x30 and the flags; of SVE's, which a descriptor need not keep, what is
// Advanced SIMD's.
#pragma once

struct registers {
  uint64_t level;       // unused
  uint64_t general[29]; // x1 to x29
  uint8_t vectors[32][16];
};

_Static_assert(offsetof(struct registers, vectors) == 240 && sizeof(struct registers) == 752, "aarch64.S");

static inline unsigned vector_level(void) {
  return 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {BANK(general, 8), BANK(vectors, 16)};
  memcpy(banks, all, sizeof all);
  return 2;
}
