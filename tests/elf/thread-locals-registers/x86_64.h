// x86-64: all registers but %rax and the flags.
#pragma once

struct registers {
  uint64_t level;
  uint64_t general[14]; // rcx rdx rbx rbp rsi rdi r8 to r15
  uint64_t masks[8];    // k0 to k7
  uint8_t stack[8][16]; // the x87's
  uint8_t vectors[32][64];
};

_Static_assert(offsetof(struct registers, vectors) == 312 && sizeof(struct registers) == 2360, "x86_64.S");

static inline unsigned vector_level(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bw") ? 2 : __builtin_cpu_supports("avx") ? 1 : 0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {BANK(general, 8), BANK(vectors, 16u << vector_level()), BANK(stack, 10),
                             BANK(masks, 8)};
  memcpy(banks, all, sizeof all);
  if (vector_level() == 2)
    return 4;
  banks[1].count = 16;
  return 3;
}
