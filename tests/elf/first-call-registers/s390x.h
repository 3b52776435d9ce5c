// s390x: %r0 holds a nested function's frame.
#pragma once

#include <sys/auxv.h>

struct registers {
  uint64_t level;      // 1: there are vector registers
  uint64_t general[5]; // r0, r2 to r5
  uint64_t saved[8];   // r6, which holds an argument, to r13
  uint64_t stack[4];   // arguments in memory
  uint64_t fp[4];      // f0 f2 f4 f6
  uint64_t saved_fp[8];
  uint8_t vectors[8][16]; // v24 to v31
};

_Static_assert(offsetof(struct registers, vectors) == 240 && sizeof(struct registers) == 368, "s390x.S");

static inline unsigned vector_level(void) {
  return (getauxval(AT_HWCAP) & 1 << 11) != 0;
}

static inline unsigned vector_size(void) {
  return vector_level() ? 16 : 0;
}

static inline unsigned vector_modes(void) {
  return 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 8, 0), BANK(saved, 8, 1),    BANK(stack, 8, 0),
      BANK(fp, 8, 0),      BANK(saved_fp, 8, 1), BANK(vectors, 16, 0),
  };
  memcpy(banks, all, sizeof all);
  return vector_level() ? 6 : 5;
}
