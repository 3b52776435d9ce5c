//! about: a library that does not fit and cannot be unloaded is the last that is tried: another would be a second copy
//! alone:
//! host: host.c
//! hosts: absent
//! manifest: plugin.toml
//! runtime-flags: -Wl,-z,nodelete
//! prepare: gcc -shared -fPIC -DFOO_VERSION="3.1" {case}/../choice/runtime.c -I{case}/../common -o {out}/libfoo.so.3 -Wl,-soname,libfoo.so.3
//! env: LD_LIBRARY_PATH={out}:{libdir}
//! expect-stdout: *: absent, told 1, libfoo.so.3 mapped 0
#include "foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
