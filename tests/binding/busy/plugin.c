//! about: while one thread binds, another is told at once that it is busy, and once more that it is done
//! host: host.c
//! host-flags: -pthread -rdynamic
//! alone:
//! hosts: absent
//! runtime: runtime.c
//! manifest: busy.toml
//! variant: two-threads | expect-stdout: *: meanwhile: bind 2 ask 2\nthe first: 0\nthe second: 0\nasked 1 time, plugin_run 7
#include "../common/foo.h"

int plugin_run(void);
int plugin_run(void) {
  return foo_add(3, 4);
}
