//! about: a runtime's IFUNC is resolved: by call, by address, in static data
//! not-on: musl: it has no IFUNC: the hard plugin does not load
//! runtime: runtime.c
//! variant: plugin | everywhere: | hosts: static linked local absent
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
#include "foo.h"

#include <stdio.h>

int foo_fast(int);
int (*const static_pointer)(int) = foo_fast;
int (*foo_where_fast(void))(int);

int plugin_run(void) {
  int (*volatile pointer)(int) = foo_fast;
  printf("%d %d %d\n", foo_fast(1), pointer(2), static_pointer(3));
  printf("same %d\n", pointer == static_pointer);
  return 0;
}
