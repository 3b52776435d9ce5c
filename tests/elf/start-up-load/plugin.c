//! about: loaded by a constructor of the host's library while the runtime's own constructors are still pending
//! runtime: ../order/runtime.c
//! host: host.c
//! hosts: linked
#include "../order/order.h"

__attribute__((constructor)) static void start(void) {
  CHECKED("plugin: constructor");
}

int plugin_run(void) {
  CHECKED("plugin: run");
  return 0;
}
