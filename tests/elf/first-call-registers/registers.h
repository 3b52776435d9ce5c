// The registers that can carry an argument, and those that a call keeps: `struct registers`, by architecture
// (ARCHITECTURE.h). What fills and stores them is machine code (registers.S).
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Registers of one kind, in an array of struct registers.
struct bank {
  const char *name;
  size_t offset, stride;
  unsigned count;
  unsigned size;  ///< of what the processor has of each; 0: it has none
  int after_call; ///< whether a call keeps them
};

#define BANK(field, size, after_call)                                                                        \
  {#field,                                                                                                   \
   offsetof(struct registers, field),                                                                        \
   sizeof((struct registers *)0)->field[0],                                                                  \
   sizeof((struct registers *)0)->field / sizeof((struct registers *)0)->field[0],                           \
   size,                                                                                                     \
   after_call}

#if defined __x86_64__
#include "x86_64.h"
#elif defined __i386__
#include "i386.h"
#elif defined __aarch64__
#include "aarch64.h"
#elif defined __arm__
#include "arm.h"
#elif defined __riscv
#include "riscv64.h"
#elif defined __powerpc64__
#include "ppc64le.h"
#elif defined __s390x__
#include "s390x.h"
#endif

// What each of those has, besides struct registers:
//
//   list_banks(BANKS)   fills in all banks (at most max_banks) and returns how many there are
//   vector_size()       how much of each vector register the processor has
//   vector_modes()      the processor's modes for arithmetic with vectors, where these have modes of their
//   own vector_level()      which instructions move them, for registers.S
enum { max_banks = 12 };

/// Stores the registers with which it was entered, for foo_stored.
int foo_store(void);
const struct registers *foo_stored(void);
int foo_errno_at_entry(void);
