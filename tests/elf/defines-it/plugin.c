//! about: an exported definition of the plugin's own, named like one of the runtime's, is no import
//! hosts: linked local absent
#include "foo.h"

#include <stdio.h>

int foo_own_helper(void) {
  return 5;
}
int foo_own_data = 6;
int *own_data_pointer = &foo_own_data;

int plugin_run(void) {
  printf("own %d %d %d\n", foo_own_helper(), *own_data_pointer, foo_add(1, 2));
  return 0;
}
