//! about: a function and a variable of the plugin that have names of the runtime's API stay the plugin's own
//! everywhere:
//! hosts: linked local absent
//! plugin-cflags: -fvisibility=hidden
#include "foo.h"

#include <stdio.h>

__attribute__((visibility("hidden"))) int foo_private(void) {
  return 11;
}
static int foo_twice_(int value) __asm__("foo_twice");
__attribute__((used)) static int foo_twice_(int value) {
  return value + 1000;
}

__attribute__((visibility("default"))) int plugin_run(void) {
  printf("%d %d %d\n", foo_private(), foo_twice_(1), foo_add(1, 2));
  return 0;
}
