//! about: while the process ends the provider is not let go of: a host's exit handler may still call the plugin
//! everywhere:
//! host: host.c
//! hosts: local global
#include "foo.h"

#include <stdio.h>

int plugin_run(void) {
  return printf("%d\n", foo_add(foo_count(), 1)) < 0;
}
