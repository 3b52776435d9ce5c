// i386: of the registers that a call keeps %ebx is left out, which calls by name need for themselves.
#pragma once

struct registers {
  uint32_t level;      // 0 none, 1 MMX, 2 SSE, 3 AVX, 4 AVX-512
  uint32_t general[3]; // eax ecx edx
  uint32_t saved[3];   // esi edi ebp
  uint32_t stack[4];   // arguments in memory
  uint32_t unused;
  uint64_t mmx[3];   // mm0 to mm2
  uint64_t masks[8]; // k0 to k7
  uint8_t vectors[8][64];
};

_Static_assert(offsetof(struct registers, vectors) == 136 && sizeof(struct registers) == 648, "i386.S");

static inline unsigned vector_level(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bw") ? 4
         : __builtin_cpu_supports("avx")    ? 3
         : __builtin_cpu_supports("sse")    ? 2
         : __builtin_cpu_supports("mmx")    ? 1
                                            : 0;
}

static inline unsigned vector_size(void) {
  return vector_level() > 1 ? 4u << vector_level() : 0;
}

static inline unsigned vector_modes(void) {
  unsigned mxcsr = 0;
  if (vector_level() > 1)
    __asm__("stmxcsr %0" : "=m"(mxcsr));
  return mxcsr & 0xffc0;
}

static inline unsigned list_banks(struct bank *banks) {
  const struct bank all[] = {
      BANK(general, 4, 0),
      BANK(saved, 4, 1),
      BANK(stack, 4, 0),
      BANK(vectors, vector_size(), 0),
      BANK(mmx, vector_level() ? 8 : 0, 0),
      BANK(masks, 8, 0),
  };
  memcpy(banks, all, sizeof all);
  return vector_level() == 4 ? 6 : 5;
}
