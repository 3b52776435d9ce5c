//! about: 64 plugins loaded from 64 threads at once: one provider for all, also where each half would load another
//! host: host.c
//! hosts: local linked absent
//! host-flags: -pthread
//! variant: one
//! variant: two | everywhere: | host-args: two 60 3 | hosts: absent | alone: | expect-out: right every time | prepare: cp {libdir}/libfoo.so.1 {out}/libfoo.so.2 | env: LD_LIBRARY_PATH={out}:{libdir}
#include "foo.h"

#include <stdatomic.h>

static int bound_before_start;
__attribute__((constructor)) static void start(void) {
  bound_before_start = foo_add(1, 1) == 2;
}

const void *plugin_provider(void) {
  return bound_before_start ? foo_where_data() : 0;
}
