//! about: a TLS descriptor keeps all registers, though what it calls overwrites what a function may
//! plugin: plugin.c plugin.S
//! runtime: ../thread-locals/runtime.c
//! host: host.c host.S
//! host-flags: -pthread
//! hosts: static linked local absent
//! expect-out: kept, in each thread
#include "registers.h"
#include "state.h"

#include <stdio.h>

// x87 registers hold numbers, not any bits.
static void fill(struct registers *in, unsigned round) {
  uint32_t state = round;
  uint8_t *bytes = (uint8_t *)in;
  for (size_t i = 0; i < sizeof *in; ++i) {
    state = state * 1664525 + 1013904223;
    bytes[i] = (uint8_t)(state >> 24);
  }
  in->level = vector_level();
#ifdef __x86_64__
  for (unsigned i = 0; i < 8; ++i) {
    long double number = (long double)round / (i + 3);
    memcpy(in->stack[i], &number, 10);
  }
#else
  in->general[0] = 0;
#endif
}

/// How many registers were not kept.
int plugin_use(unsigned round) {
  struct bank banks[max_banks];
  struct registers in, found;
  fill(&in, round);
  memset(&found, 0, sizeof found);
  int *address = through_descriptor(&in, &found);
  int differences = address != foo_where_state();
  for (unsigned b = 0, count = list_banks(banks); b < count; ++b)
    for (unsigned i = 0; i < banks[b].count; ++i) {
      size_t at = banks[b].offset + i * banks[b].stride;
      if (memcmp((char *)&in + at, (char *)&found + at, banks[b].size) == 0)
        continue;
      printf("  %s[%u] is lost\n", banks[b].name, i);
      ++differences;
    }
  return differences;
}
