//! about: a provider whose file is gone: glibc knows a module by its name, musl by its file, and the story tells
//! everywhere:
//! alone:
//! host: host.c
//! hosts: local
//! host-args: {libdir}/libfoo.so.1 {out}/libgone.so
//! expect-out: as it must be
#include "foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
