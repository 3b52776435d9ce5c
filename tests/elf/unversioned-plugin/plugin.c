//! about: a plugin that was linked to a library without versions, in a process whose library has two of a function
//! not-on: musl: its loader ignores versions
//! everywhere:
//! runtime: ../versions/runtime.c
//! runtime-flags: -Wl,--version-script={case}/../versions/runtime.map
//! prepare: sh {case}/link-time {case} {out}
//! libs: {out}/plain/libfoo.so.1
//! hosts: linked local absent
#include "foo.h"

#include <stdio.h>

int foo_versioned(void);
int foo_later(void);
int plugin_run(void) {
  return printf("%d %d %d\n", foo_add(1, 2), foo_versioned(), foo_later()) < 0;
}
