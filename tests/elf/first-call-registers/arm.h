// 32-bit Arm, hard float. ip, which also holds a nested function's frame, does not come through a call by
// name.
#pragma once

struct registers {
  uint32_t level;
  uint32_t general[4]; // r0 to r3
  uint32_t saved[8];   // r4 to r11
  uint32_t stack[4];   // arguments in memory
  uint32_t unused;
  uint64_t vectors[8];       // d0 to d7
  uint64_t saved_vectors[8]; // d8 to d15
};

_Static_assert(offsetof(struct registers, vectors) == 72 && sizeof(struct registers) == 200, "arm.S");

static inline unsigned vector_level(void) {
  return 0;
}

static inline unsigned vector_size(void) {
  return 8;
}

static inline unsigned vector_modes(void) {
  return 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 4, 0), BANK(saved, 4, 1),         BANK(stack, 4, 0),
      BANK(vectors, 8, 0), BANK(saved_vectors, 8, 1),
  };
  memcpy(banks, all, sizeof all);
  return sizeof all / sizeof *all;
}
