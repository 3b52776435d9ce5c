//! about: hosts that are no PIE, or gcc's PIE, hold a copy of the runtime's data: all three must see that one
//! host: host.c
//! hosts: linked nonpie
//! variant: gcc | everywhere:
//! variant: clang-host-nonpie | compiler: clang | hosts: nonpie
//! variant: hash-sysv | host-flags: -Wl,--hash-style=sysv
#include "foo.h"

#include <stdio.h>

static int *const element = &foo_array[3];

void plugin_see(const int *data, const int *array, const void *object) {
  printf("plugin and host: %d %d %d\n", data == &foo_data, array == foo_array, object == &foo_none);
  printf("plugin and runtime: %d, element %d\n", foo_where_data() == &foo_data, *element);
  foo_data = 7;
  foo_array[3] = 8;
}
