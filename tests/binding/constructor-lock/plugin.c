//! about: a provider whose constructor takes a lock that another thread holds: weakrt waits where a hard link waits, nowhere else
//! host: host.c
//! host-flags: -pthread -rdynamic
//! hosts: absent
//! runtime: runtime.c
//! variant: holder-loads-nothing | host-args: nothing
//! variant: holder-looks-up | host-args: looks-up
//! variant: holder-loads | host-args: loads
//! variant: same-thread | host-args: itself
#include "../common/foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
