// A plugin that can be asked for each of its imports, and that asks for itself.
#include "foo.h"

#include <weakrt/weakrt.h>

extern int foo_optional(int) __attribute__((weak));

static int *const element = &foo_array[2];

int plugin_run(void) {
  return foo_add(3, 4);
}
int plugin_count(void) {
  return foo_count();
}
int plugin_twice(void) {
  return foo_twice(4);
}
int plugin_data(void) {
  return *(volatile int *)&foo_data;
}
int plugin_element(void) {
  return *(volatile int *)element;
}
int plugin_before(void) {
  return *((volatile int *)&foo_data - 1000);
}
int plugin_optional(void) {
  return foo_optional ? foo_optional(1) : -1;
}
int plugin_bind(void) {
  return weakrt_bind("foo");
}
// Which copy of the runtime this plugin has.
const void *plugin_where(void) {
  return (const void *)foo_add;
}
int plugin_ownership(void) {
  struct weakrt_runtime_1 foo;
  return weakrt_runtime("foo", &foo) == WEAKRT_DONE ? foo.ownership : -1;
}
