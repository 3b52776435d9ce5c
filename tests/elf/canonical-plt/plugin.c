//! about: a host that is no PIE knows a function by its own PLT entry: that is the function's address for everybody
//! host: host.c
//! hosts: linked nonpie
//! variant: gcc | everywhere:
//! variant: clang | compiler: clang
//! variant: hash-sysv | host-flags: -Wl,--hash-style=sysv
#include "foo.h"

#include <stdio.h>

static int (*const in_data)(int) = foo_twice;

void plugin_see(int (*twice)(int), int (*add)(int, int)) {
  int (*volatile here)(int) = foo_twice;
  printf("plugin and host: %d %d %d\n", twice == here, twice == in_data, add == foo_add);
  printf("runtime says: %d %d, call %d\n", foo_is_twice(here), foo_where_add() == foo_add, here(4));
}
