//! about: an absolute symbol of the runtime has the same value wherever the runtime lies
//! not-on: musl: its loader moves absolute symbols, too
//! everywhere:
//! runtime-flags: -Wl,--defsym=foo_absolute=0x1234
//! hosts: linked local absent
#include "foo.h"

#include <stdio.h>

extern char foo_absolute[];
static char *const in_data = foo_absolute;

int plugin_run(void) {
  char *volatile here = foo_absolute;
  printf("%lx %lx %d\n", (long)here, (long)in_data, foo_add(1, 2));
  return 0;
}
