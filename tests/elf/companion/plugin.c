//! about: a companion: symbols that the runtime keeps in another library, or in itself, or that only it has
//! manifest: plugin.toml
//! hosts: linked local absent
//! env: LD_LIBRARY_PATH={libdir}:{out}
//! libs: -l:libfoo.so.1 {out}/libcompanion.so
//! prepare: gcc -shared -fPIC {case}/companion/companion.c -o {out}/libcompanion.so -Wl,-soname,libcompanion.so
//! expect-no-dynamic: libcompanion|libfoo
//! variant: beside | hosts: linked local absent | run: {host} {mode} {plugin} | env: LD_PRELOAD={out}/libcompanion.so
//! variant: missing | alone: | hosts: local | host: ../choice/host.c | expect-out: absent | expect-err: has no companion
#include "foo.h"

#include <stdio.h>

int companion_twice(int);
extern int companion_data;

int plugin_run(void) {
  return printf("%d %d %d\n", foo_add(1, 2), companion_twice(4), companion_data) < 0;
}
