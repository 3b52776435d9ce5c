//! about: a provider whose constructor takes a lock that another thread holds: weakrt waits where a hard link waits, nowhere else
//! slow:
//! host: host.c
//! host-flags: -pthread -rdynamic
//! hosts: absent
//! runtime: runtime.c
//! variant: holder-loads-nothing | host-args: nothing | expect-stdout: *: loaded 7
//! variant: holder-looks-up | host-args: looks-up | expect-stdout: *: hangs
//! variant: holder-loads | host-args: loads | expect-stdout: *: hangs
//! variant: same-thread | host-args: itself | expect-stdout: *: loaded 7
#include "../common/foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
