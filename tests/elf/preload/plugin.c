//! about: LD_PRELOAD of a library that has functions of the runtime: bypassed, where a hard plugin meets it; a documented limit
//! hosts: linked local absent
//! prepare: gcc -shared -fPIC {case}/interposer/interposer.c -o {out}/interposer.so
//! env: LD_PRELOAD={out}/interposer.so
//! differs: *: twice 1008 -> twice 8
#include "foo.h"

#include <stdio.h>

int plugin_run(void) {
  printf("twice %d add %d\n", foo_twice(4), foo_add(1, 2));
  return 0;
}
