//! about: a module that belongs to the provider is held like it, and let go with it
//! alone:
//! host: host.c
//! hosts: local
//! manifest: plugin.toml
//! prepare: gcc -shared -fPIC {case}/companion.c -o {out}/libcompanion.so -Wl,-soname,libcompanion.so
//! libs: -l:libfoo.so.1 {out}/libcompanion.so
//! env: LD_LIBRARY_PATH={out}:{libdir}
//! variant: held | expect-stdout: *: bound: 7 5\nafter the host's dlclose: mapped, 7 5\nafter the plugin's: gone
//! variant: two | host-args: two | expect-stdout: *: absent
#include "foo.h"

int companion_value(void);

int plugin_sum(void) {
  return foo_add(3, 4);
}
int plugin_value(void) {
  return companion_value();
}
