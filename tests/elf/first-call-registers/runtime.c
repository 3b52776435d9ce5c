#include "../common/runtime.c"
#include "registers.h"

void foo_clobber(void);
int foo_keep(const struct registers *registers);

__attribute__((visibility("hidden"))) uint64_t registers_level;
static struct registers stored;

// Whoever loads this is inside of a call, whose arguments are in registers.
__attribute__((constructor)) static void overwrite_registers(void) {
  registers_level = vector_level();
  foo_clobber();
}

__attribute__((visibility("hidden"))) int foo_keep(const struct registers *registers) {
  memcpy(&stored, registers, sizeof stored);
  return 42;
}

const struct registers *foo_stored(void) {
  return &stored;
}
