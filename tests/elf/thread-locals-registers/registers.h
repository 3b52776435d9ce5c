// All registers that code expects to find as they were when it has called a TLS descriptor: `struct
// registers`, by architecture. What fills and stores them is machine code (ARCHITECTURE.S).
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/// Registers of one kind, in an array of struct registers.
struct bank {
  const char *name;
  size_t offset, stride;
  unsigned count;
  unsigned size; ///< of what the processor has of each; 0: it has none
};

#define BANK(field, size)                                                                                    \
  {#field, offsetof(struct registers, field), sizeof((struct registers *)0)->field[0],                       \
   sizeof((struct registers *)0)->field / sizeof((struct registers *)0)->field[0], size}

#if defined __x86_64__
#include "x86_64.h"
#elif defined __aarch64__
#include "aarch64.h"
#endif

// What each of those has, besides struct registers:
//
//   vector_level()      which instructions move the vector registers, for ARCHITECTURE.S
//   list_banks(BANKS)   fills in all banks (at most max_banks) and returns how many there are
enum { max_banks = 4 };

/// Fills all registers from `in`, has the descriptor of foo_state called, stores them in `found`, and returns
/// the variable's address.
int *through_descriptor(const struct registers *in, struct registers *found);
