//! about: thread-local variables of a runtime that nobody has: none of them is another variable
//! alone:
//! hosts: none
//! host-flags: -pthread
//! runtime: ../thread-locals/runtime.c
//! variant: general | plugin-cflags: -ftls-model=global-dynamic | expect-stdout: none: main: required: faults\nmain: optional: faults\nother: required: faults\nother: optional: faults
//! variant: static | plugin-cflags: -ftls-model=initial-exec | expect-stdout: none: main: required: faults\nmain: optional: faults\nother: required: faults\nother: optional: faults
//! variant: general-where | plugin-cflags: -ftls-model=global-dynamic | host-args: where | expect-stdout: none: main: required: faults in a guard\nmain: optional: faults in the first page\nmain: optional: not null\nother: required: faults in a guard\nother: optional: faults in the first page\nother: optional: not null
//! variant: descriptors-where | plugin-cflags: -mtls-dialect=gnu2 | host-args: where | expect-stdout: none: main: required: faults in a guard\nmain: optional: faults in the first page\nmain: optional: null\nother: required: faults in a guard\nother: optional: faults in the first page\nother: optional: null
//! variant: static-where | plugin-cflags: -ftls-model=initial-exec | host-args: where | expect-stdout: none: main: required: faults where nothing can be\nmain: optional: faults where nothing can be\nmain: optional: not null\nother: required: faults where nothing can be\nother: optional: faults where nothing can be\nother: optional: not null
#include "state.h"

extern __thread int foo_optional_state __attribute__((weak));

int plugin_read(void) {
  return *(volatile int *)&foo_state;
}
int plugin_write(void) {
  return *(volatile int *)&foo_zero = 1;
}
int plugin_element(void) {
  return *(volatile short *)&foo_table[7];
}
int plugin_member(void) {
  return *(volatile long *)&foo_context.depth != 0;
}
int plugin_optional(void) {
  return *(volatile int *)&foo_optional_state;
}
int plugin_optional_address(void) {
  int *volatile address = &foo_optional_state;
  return address != 0;
}
