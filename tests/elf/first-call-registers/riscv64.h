// RISC-V, 64 bits: t2 holds a nested function's frame; the vector registers are those of the variant that
// passes vectors in them.
#pragma once

#include <sys/auxv.h>

struct registers {
  uint64_t level;      // the length of vectors; 0: there are none
  uint64_t general[9]; // a0 to a7, t2
  uint64_t saved[12];  // s0 to s11
  uint64_t stack[4];   // arguments in memory
  uint64_t fp[8];      // fa0 to fa7
  uint64_t saved_fp[12];
  uint8_t vectors[32][64];
};

_Static_assert(offsetof(struct registers, vectors) == 368 && sizeof(struct registers) == 2416, "riscv64.S");

static inline unsigned vector_level(void) {
  if (!(getauxval(AT_HWCAP) & 1 << ('V' - 'A')))
    return 0;
  uint64_t length;
  __asm__(".option push\n\t.option arch, +v\n\tcsrr %0, vlenb\n\t.option pop" : "=r"(length));
  return length;
}

static inline unsigned vector_size(void) {
  return vector_level();
}

static inline unsigned vector_modes(void) {
  return 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 8, 0), BANK(saved, 8, 1),    BANK(stack, 8, 0),
      BANK(fp, 8, 0),      BANK(saved_fp, 8, 1), BANK(vectors, vector_size(), 0),
  };
  memcpy(banks, all, sizeof all);
  return vector_level() ? 6 : 5;
}
