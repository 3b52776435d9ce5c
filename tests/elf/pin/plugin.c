//! about: the provider stays as long as the plugin does, and goes when the plugin goes if it was the host's
//! not-on: musl: it unloads nothing
//! everywhere:
//! host: host.c
//! hosts: local global renamed
//! alone:
//! expect-stdout: *: after the host's dlclose: mapped, 7\nafter the plugin's: gone
#include "foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
