//! about: where the record says that a definition is, there may be another one: of another build, or of one that has the build-id of the library that the plugin was linked with
//! prepare: sh {case}/link-time {case} {out}
//! libs: {out}/seen/libfoo.so.1
//! runtime-flags: -Wl,--build-id=0x0102030405060708
//! runtime-cflags: -fno-toplevel-reorder
//! hosts: static linked local absent
//! variant: same | everywhere:
//! variant: another-build | runtime-flags: -Wl,--build-id=0x1112131415161718 | runtime-cflags: -DMORE -DOTHER_ORDER
//! variant: no-build-id | runtime-flags: -Wl,--build-id=none | runtime-cflags: -DMORE -DOTHER_ORDER
//! variant: copied-order | runtime-cflags: -DOTHER_ORDER
//! variant: copied-more | everywhere: | runtime-cflags: -DMORE -DOTHER_ORDER
//! variant: copied-twins | prepare: sh {case}/link-time {case} {out} -fuse-ld=lld | runtime-flags: -fuse-ld=lld | runtime-cflags: -DOTHER_ORDER
//! variant: copied-kind | runtime-cflags: -DOTHER_KIND
//! variant: copied-old-hash | runtime-flags: -Wl,--hash-style=sysv
//! variant: copied-fewer | runtime-cflags: -DFEWER | plugin-cflags: -DOPTIONAL | linkers: bfd gold lld
//! variant: copied-none | runtime: ../common/runtime.c | plugin-cflags: -DOPTIONAL -DALL_OPTIONAL | linkers: bfd gold lld
//! variant: copied-fewer-mold | runtime-cflags: -DFEWER | plugin-cflags: -DOPTIONAL | linkers: mold | alone: | expect-out: 1 2 11 12 13 -1, 3
//! variant: own-function | hosts: linked nonpie | host: ../common/host.c own.c
//! variant: own-function-copied | hosts: linked nonpie | host: ../common/host.c own.c | runtime-cflags: -DMORE -DOTHER_ORDER
#include "foo.h"

#include <stdio.h>

#ifdef OPTIONAL
#pragma weak foo_late
#endif
#ifdef ALL_OPTIONAL
#pragma weak foo_az
#pragma weak foo_bY
#pragma weak foo_one
#pragma weak foo_two
#pragma weak foo_three
#endif
int foo_az(void);
int foo_bY(void);
int foo_one(void);
int foo_two(void);
int foo_three(void);
int foo_late(void);

static int call(int (*function)(void)) {
  return function ? function() : -1;
}

int plugin_run(void) {
  printf("%d %d %d %d %d %d, %d\n", call(foo_az), call(foo_bY), call(foo_one), call(foo_two), call(foo_three),
         call(foo_late), foo_add(1, 2));
  return 0;
}
