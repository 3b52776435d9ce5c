// 64-bit PowerPC, ELFv2.
#pragma once

struct registers {
  uint64_t level;
  uint64_t general[9]; // r3 to r11
  uint64_t saved[18];  // r14 to r31
  uint64_t stack[4];   // arguments in memory
  uint64_t fp[13];     // f1 to f13
  uint64_t saved_fp[18];
  uint8_t vectors[12][16] __attribute__((aligned(16))); // v2 to v13
  uint8_t saved_vectors[12][16];                        // v20 to v31
};

_Static_assert(offsetof(struct registers, vectors) == 512 && sizeof(struct registers) == 896, "ppc64le.S");

static inline unsigned vector_level(void) {
  return 0;
}

static inline unsigned vector_size(void) {
  return 16;
}

static inline unsigned vector_modes(void) {
  return 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 8, 0),  BANK(saved, 8, 1),    BANK(stack, 8, 0),          BANK(fp, 8, 0),
      BANK(saved_fp, 8, 1), BANK(vectors, 16, 0), BANK(saved_vectors, 16, 1),
  };
  memcpy(banks, all, sizeof all);
  return sizeof all / sizeof *all;
}
