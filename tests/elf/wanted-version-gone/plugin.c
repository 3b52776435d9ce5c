//! about: a symbol version that the provider does not have is a missing symbol: never bound to another version
//! alone:
//! runtime: runtime-old.c
//! runtime-flags: -Wl,--version-script={case}/old.map
//! prepare: sh {case}/link-time {case} {out}
//! libs: {out}/new/libfoo.so.1
//! host: ../choice/host.c
//! hosts: static linked local absent
//! variant: gone | hosts: linked local absent | expect-out: absent | expect-err: make them optional\): foo_versioned
//! variant: unversioned-provider | hosts: static | expect-exit: *: exit code 0 | expect-out: provider ''
#include "foo.h"

int foo_versioned(void);
int plugin_run(void) {
  return foo_add(foo_versioned(), 1);
}
