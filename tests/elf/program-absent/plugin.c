//! about: a program whose runtime is not there starts, has null for what is optional, and traps when it goes on regardless
//! alone:
//! program:
//! hosts: none
//! variant: optional | expect-out: optional 1 1 required 1 1
//! variant: optional-nonpie | plugin-flags: -no-pie | linkers: bfd lld mold | expect-out: optional 1 1 required 1 1
//! variant: function | plugin-cflags: -DCALL | expect-exit: *: SIGABRT | expect-err: called a function of a runtime that it is not bound to\nfoo for the main program:\n
//! variant: datum | plugin-cflags: -DREAD | expect-exit: *: SIGSEGV
//! variant: later | plugin-cflags: -DLATER -D_GNU_SOURCE | hosts: absent | env: LATER={libdir}/libfoo.so.1 | manifest: ../absent/never.toml | expect-out: later 7
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <weakrt/weakrt.h>

extern int foo_optional(int) __attribute__((weak));
extern int foo_twice(int) __attribute__((weak));

int plugin_run(void) {
  const void *volatile function = (const void *)foo_add, *volatile datum = &foo_data;
#ifdef LATER
  if (!dlopen(getenv("LATER"), RTLD_NOW) || weakrt_bind("foo") != WEAKRT_DONE)
    return 5;
  printf("later %d\n", foo_add(3, 4));
  return foo_twice(1) - 2;
#endif
  printf("optional %d %d required %d %d\n", foo_optional == 0, foo_twice == 0, function != 0, datum != 0);
#ifdef CALL
  return foo_add(1, 2);
#endif
#ifdef READ
  return *(const volatile int *)datum;
#endif
  return 0;
}
