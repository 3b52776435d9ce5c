// x86-64: all that a calling convention passes something in; that is every register but %r11.
#pragma once

struct registers {
  uint64_t level;      // 0 SSE, 1 AVX, 2 AVX-512
  uint64_t general[8]; // rax rcx rdx rsi rdi r8 r9 r10
  uint64_t saved[6];   // rbx rbp r12 r13 r14 r15
  uint64_t stack[4];   // arguments in memory
  uint64_t masks[8];   // k0 to k7
  uint8_t vectors[32][64];
};

_Static_assert(offsetof(struct registers, vectors) == 216 && sizeof(struct registers) == 2264, "x86_64.S");

static inline unsigned vector_level(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bw") ? 2 : __builtin_cpu_supports("avx") ? 1 : 0;
}

static inline unsigned vector_size(void) {
  return 16u << vector_level();
}

static inline unsigned vector_modes(void) {
  unsigned mxcsr;
  __asm__("stmxcsr %0" : "=m"(mxcsr));
  return mxcsr & 0xffc0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 8, 0), BANK(saved, 8, 1), BANK(stack, 8, 0), BANK(vectors, vector_size(), 0),
      BANK(masks, 8, 0),
  };
  memcpy(banks, all, sizeof all);
  if (vector_level() == 2)
    return 5;
  banks[3].count = 16;
  return 4;
}
