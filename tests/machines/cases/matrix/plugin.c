//! about: functions, data, pointers in static data and a constructor; on every architecture and C library
//! runtime: ../../../elf/common/runtime.c
//! host: ../../../elf/common/host.c
//! plugin-cflags: -O2
//! variant: load-static | manifest: load.toml | hosts: static
//! variant: load-loaded | manifest: load.toml | hosts: linked local
//! variant: load-absent | manifest: load.toml | hosts: absent
//! variant: call-static | manifest: call.toml | hosts: static
//! variant: call-loaded | manifest: call.toml | hosts: linked local
//! variant: call-absent | manifest: call.toml | hosts: absent
#include "../../../elf/common/foo.h"

#include <stdio.h>

static int (*const functions[])(int, int) = {foo_add, foo_add};
static int *const elements[] = {&foo_array[0], &foo_array[3], &foo_array[1] - 2 + 1};

// The first call of the runtime, before main's caller gets to use any of its data.
static int at_start;
__attribute__((constructor(101))) static void start(void) {
  at_start = foo_add(20, 22);
}

int plugin_run(void) {
  printf("%d\n", at_start);
  printf("%d %d %d\n", foo_add(3, 4), functions[1](5, 6), foo_twice(7));
  printf("%d %d %d %d\n", *elements[0], *elements[1], *elements[2], foo_data);
  printf("%d %d\n", &foo_data == foo_where_data(), foo_none.call == foo_twice);
  printf("%d %d\n", foo_count(), foo_count());
  return 0;
}
