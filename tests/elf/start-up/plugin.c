//! about: a plugin that the program itself needs: the runtime's constructors run before the plugin's, in any order
//! everywhere:
//! runtime: ../order/runtime.c
//! plugin-flags: -Wl,-soname,plugin.so
//! host-flags: -Wl,-rpath,'$ORIGIN'
//! hosts: needs-first needs-last needs-only
//! host: host.c
#include "../order/order.h"

#include <stdio.h>

__attribute__((constructor)) static void start(void) {
  CHECKED("plugin: constructor");
}

int plugin_run(void) {
  CHECKED("plugin: run");
  return 0;
}
