// AArch64: what the procedure call standard's base and vector variants pass and keep, with SVE what its
// variant does, and what is nobody's there, but a language's own.
#pragma once

#include <sys/auxv.h>

struct registers {
  uint64_t level;       // the length of SVE's vectors; 0: no SVE
  uint64_t general[17]; // x0 to x15, x18
  uint64_t saved[11];   // x19 to x29
  uint64_t stack[4];    // arguments in memory
  uint8_t predicates[16][32];
  uint8_t vectors[32][256];
};

_Static_assert(offsetof(struct registers, vectors) == 776 && sizeof(struct registers) == 8968, "aarch64.S");

static inline unsigned vector_level(void) {
  if (!(getauxval(AT_HWCAP) & 1 << 22))
    return 0;
  uint64_t length;
  __asm__(".arch_extension sve\n\tcntb %0" : "=r"(length));
  return length;
}

static inline unsigned vector_size(void) {
  return vector_level() ? vector_level() : 16;
}

static inline unsigned vector_modes(void) {
  return 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 8, 0),
      BANK(saved, 8, 1),
      BANK(stack, 8, 0),
      BANK(vectors, vector_size(), 0),
      BANK(predicates, vector_size() / 8, 0),
  };
  memcpy(banks, all, sizeof all);
  return vector_level() ? 5 : 4;
}
