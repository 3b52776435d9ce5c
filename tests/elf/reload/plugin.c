//! about: loaded and unloaded 2,000 times beside threads that load others: no growth, no leak of handles, no deadlock
//! host: host.c
//! hosts: local linked absent none
//! expect-stdout: none: wrong 0 grows 0
//! env: MALLOC_ARENA_MAX=1
//! host-flags: -pthread
#include "foo.h"

static int *const element = &foo_array[2];

int plugin_run(void) {
  return foo_add(*element, 4);
}
