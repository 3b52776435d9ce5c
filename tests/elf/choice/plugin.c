//! about: which provider: version, all symbols or none, live first, main program, a tie; and never a second copy
//! alone:
//! host: host.c
//! runtime: runtime.c
//! variant: fits | hosts: static linked local global renamed | expect-out: hosted 2.3.4 7
//! variant: by-name-of-library | hosts: static | expect-out: provider ''
//! variant: owned | hosts: absent | expect-out: owned 2.3.4 7
//! variant: version-too-old | manifest: version-3.toml | hosts: static linked local renamed | expect-out: absent | expect-err: is version 2\.3\.4, wanted >=3
//! variant: version-too-old-owned | manifest: version-3.toml | hosts: absent | expect-out: absent | expect-err: is version 2\.3\.4, wanted >=3 | expect-out: libraries 0
//! variant: never-a-second-copy | manifest: version-3.toml | prepare: sh {case}/whole {case} {out} -DFOO_VERSION="3.1" | env: LD_LIBRARY_PATH={out}/whole:{libdir} | hosts: static renamed | expect-out: absent | expect-out: libraries 0
//! variant: never-beside-a-dead-one | manifest: version-3.toml | prepare: sh {case}/whole {case} {out} -DFOO_VERSION="3.1" | env: LD_LIBRARY_PATH={out}/whole:{libdir} | host-args: dead | hosts: static | expect-out: absent | expect-out: libraries 0
//! variant: loads-what-fits | manifest: version-3.toml | prepare: sh {case}/whole {case} {out} -DFOO_VERSION="3.1" | env: LD_LIBRARY_PATH={out}/whole:{libdir} | hosts: absent | expect-out: owned 3.1.0 7
//! variant: decoy | host-args: decoy | hosts: local | expect-out: hosted 2.3.4 7
//! variant: decoy-owned | host-args: decoy | hosts: absent | expect-out: owned 2.3.4 7
//! variant: version-unknown | manifest: version-untold.toml | runtime-cflags: -DFOO_VERSION='"none"' | hosts: local | expect-out: absent | expect-err: is version unknown, wanted >=2, <3
//! variant: missing-symbols | runtime-cflags: -DWITHOUT_SOME | prepare: sh {case}/whole {case} {out} | libs: {out}/whole/libfoo.so.1 | hosts: static linked local absent | expect-out: absent | expect-err: make them optional\): (foo_count, foo_array|foo_array, foo_count)
//! variant: missing-symbols-unwritten | runtime-cflags: -DWITHOUT_SOME | prepare: sh {case}/whole {case} {out} | libs: {out}/whole/libfoo.so.1 | hosts: local | host-args: call | expect-exit: *: SIGABRT
//! requires: patchelf
//! variant: two-live | host-args: two | hosts: local | expect-out: absent | expect-err: nothing decides between them
//! variant: two-one-live | host-args: two-second-live | hosts: local | expect-out: hosted 2.3.4 7 | expect-out: provider 'libsecond.so'
//! variant: two-main-program | host-args: two | hosts: static | expect-out: hosted 2.3.4 7 | expect-out: provider ''
//! variant: two-main-program-dead | host-args: two-second-live | hosts: static | expect-out: hosted 2.3.4 7 | expect-out: provider 'libsecond.so' | expect-out: from 'libsecond.so'
//! variant: two-none-live | host-args: two-none-live | hosts: local | expect-out: absent | expect-err: nothing decides between them
//! variant: facade | host-args: facade | hosts: absent | expect-out: owned 2.3.4 7
//! variant: facade-hosted | host-args: facade | hosts: local | expect-out: hosted 2.3.4 7
//! prepare: sh {case}/second {libdir} {out}
#include "foo.h"

int *const element = &foo_array[2];
int plugin_run(void) {
  return foo_add(3, 4) + 0 * (foo_count() + foo_twice(*element));
}
const void *plugin_borrows(void) {
  return (const void *)foo_add;
}
