//! about: thread-local variables of a runtime, by every way that code gets at them
//! host-flags: -pthread
//! hosts: static linked nonpie local global absent needs-first
//! variant: general | everywhere: | plugin-cflags: -ftls-model=global-dynamic
//! variant: general-clang | compiler: clang | plugin-cflags: -ftls-model=global-dynamic
//! variant: descriptors | plugin-cflags: -mtls-dialect=gnu2
//! variant: descriptors-clang | compiler: clang | plugin-cflags: -mtls-dialect=gnu2
//! variant: static | plugin-cflags: -ftls-model=initial-exec | hosts: static linked nonpie needs-first
//! variant: static-clang | compiler: clang | plugin-cflags: -ftls-model=initial-exec | hosts: static linked nonpie needs-first
//! variant: optimised | plugin-cflags: -O3
//! variant: no-plt | plugin-cflags: -O2 -fno-plt
#include "foo.h"
#include "state.h"

#include <stdio.h>

static __thread int own = 1000;

static void tell(const char *who) {
  printf("%s: %d %d %d %d %s %ld %d\n", who, foo_state, foo_zero, foo_table[3], foo_table[foo_state % 8],
         foo_context.name, foo_context.depth, own);
  printf("  same: %d %d %d %d\n", foo_where_state() == &foo_state, foo_where_zero() == &foo_zero,
         foo_where_table() == foo_table, foo_where_context() == &foo_context);
}

/// Each thread has its own; the next call in the same thread finds what this one has left.
void plugin_use(const char *who, int number) {
  tell(who);
  foo_state += number;
  foo_zero = number;
  foo_table[3] = (short)-number;
  foo_context.depth *= 2;
  foo_context.name = who;
  own += number;
  tell(who);
}

#ifndef PLUGIN_RUN
int plugin_run(void) {
  plugin_use("alone", 1);
  return 0;
}
#endif
