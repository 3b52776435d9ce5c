//! about: 64 plugins loaded from 64 threads at once: one provider for all
//! host: host.c
//! hosts: local linked absent
//! host-flags: -pthread
#include "foo.h"

#include <stdatomic.h>

static int bound_before_start;
__attribute__((constructor)) static void start(void) {
  bound_before_start = foo_add(1, 1) == 2;
}

const void *plugin_provider(void) {
  return bound_before_start ? foo_where_data() : 0;
}
