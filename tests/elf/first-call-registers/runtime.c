#include "../common/runtime.c"
#include "registers.h"

#include <errno.h>
#include <fenv.h>

void foo_clobber(void);
int foo_keep(const struct registers *registers);

__attribute__((visibility("hidden"))) uint64_t registers_level;
static struct registers stored;
static int errno_at_entry;
static volatile double half = 0.5, one;

// Whoever loads this is inside of a call, whose arguments are in registers. Some runtimes change the modes of
// floating point when they are loaded.
__attribute__((constructor)) static void overwrite_registers(void) {
  registers_level = vector_level();
  one = half + half;
  fesetround(FE_UPWARD);
  foo_clobber();
  errno = ERANGE;
}

__attribute__((visibility("hidden"))) int foo_keep(const struct registers *registers) {
  errno_at_entry = errno;
  memcpy(&stored, registers, sizeof stored);
  return one == 1 ? 42 : 0;
}

const struct registers *foo_stored(void) {
  return &stored;
}
int foo_errno_at_entry(void) {
  return errno_at_entry;
}
