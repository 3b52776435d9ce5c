//! about: a plugin that has none but weak references: linkers drop the library, and hard all would be null
//! everywhere:
//! alone:
//! variant: plugin | hosts: static linked local absent
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | not-on: s390x: GNU ld takes PLT entries of the program for addresses of functions
//! expect-out: 40 8
#include "foo.h"

#include <stdio.h>

extern int foo_twice(int) __attribute__((weak));
extern int foo_array[4] __attribute__((weak));

int plugin_run(void) {
  printf("%d %d\n", foo_array ? foo_array[3] : -1, foo_twice ? foo_twice(4) : -1);
  return 0;
}
