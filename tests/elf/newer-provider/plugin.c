//! about: the provider has a newer default version beside the one that the plugin was linked with: that one is met, though it is hidden
//! runtime: ../versions/runtime.c
//! runtime-flags: -Wl,--version-script={case}/../versions/runtime.map
//! prepare: sh {case}/link-time {case} {out}
//! libs: {out}/older/libfoo.so.1
//! hosts: static linked local absent
//! variant: called
//! variant: weakly | plugin-cflags: -DWEAKLY
//! variant: weakly-as-needed | plugin-cflags: -DWEAKLY -DONLY | libs: -Wl,--as-needed {out}/older/libfoo.so.1 | alone: | expect-out: 1 1 2
//! variant: program | program: | hosts: absent
//! variant: program-weakly | program: | hosts: absent | plugin-cflags: -DWEAKLY -DONLY | libs: -Wl,--as-needed {out}/older/libfoo.so.1 | alone: | expect-out: 1 1 2
#include "foo.h"

#include <stdio.h>

#ifdef WEAKLY
#define REFERENCE __attribute__((weak))
#else
#define REFERENCE
#endif
int foo_versioned(void) REFERENCE;
int foo_later(void) REFERENCE;
int foo_twice(int) REFERENCE;
static int (*const in_data)(void) = foo_versioned;

int plugin_run(void) {
#ifndef ONLY
  if (foo_add(1, 2) != 3)
    return 5;
#endif
  printf("%d %d %d\n", in_data(), foo_later(), foo_twice(1));
  return 0;
}
