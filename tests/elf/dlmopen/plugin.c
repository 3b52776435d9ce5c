//! about: a plugin in a namespace of its own binds to the runtime of that namespace or loads one there, never across
//! host: host.c
//! hosts: linked local absent
#include "foo.h"

const void *plugin_data(void) {
  return &foo_data;
}
int plugin_run(void) {
  return foo_add(foo_data, foo_count());
}
