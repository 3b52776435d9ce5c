//! about: bind = "call": the same answers as from a plugin linked hard, whoever links it and whatever is done to it
//! manifest: call.toml
//! hosts: static linked nonpie local global renamed absent
//! variant: O0 | cflags: -O0
//! variant: O3 | everywhere: | cflags: -O3
//! variant: clang | compiler: clang | cflags: -O2
//! variant: no-plt | cflags: -O2 -fno-plt
//! variant: cet | cflags: -O2 -fcf-protection=full
//! variant: gc-sections | cflags: -O2 -ffunction-sections | plugin-flags: -Wl,--gc-sections
//! variant: symbolic | plugin-flags: -Wl,-Bsymbolic
//! variant: emit-relocs | plugin-flags: -Wl,--emit-relocs
//! variant: lto | linkers: bfd gold | cflags: -O2 -flto
//! variant: clang-lto | linkers: lld | compiler: clang | plugin-cflags: -O2 -flto
//! variant: thin-build-id | plugin-flags: -Wl,--build-id -Wl,--hash-style=sysv
//! variant: strip | after: strip {plugin}
//! variant: llvm-strip | after: llvm-strip-19 {plugin}
//! variant: no-notes | after: objcopy -R .note.* {plugin}
//! variant: patchelf | after: patchelf --set-rpath /nowhere:/nowhere/else {plugin}
//! variant: static-pointers | everywhere: | plugin-cflags: -DPOINTERS
#include "foo.h"

#include <stdio.h>

#ifdef POINTERS
static int (*const table[])(int, int) = {foo_add, foo_add};
static int *const elements[] = {&foo_array[0], &foo_array[3]};
#endif

// The first call; what follows may use data, and compare addresses.
__attribute__((noinline, noclone)) static int first(void) {
  return foo_add(1, 2);
}

int plugin_run(void) {
  int (*volatile function)(int) = 0;
  printf("%d\n", first());
  function = foo_twice;
  printf("%d %d %d\n", foo_add(3, 4), foo_twice(5), function(6));
  printf("%d %d %d\n", foo_data, foo_array[2], &foo_data == foo_where_data());
  printf("%d %d\n", foo_is_twice(function), foo_none.call == function);
  printf("%d %d\n", foo_count(), foo_count());
#ifdef POINTERS
  printf("%d %d %d\n", table[0](1, 1), table[0] == foo_where_add(), *elements[1]);
#endif
  return 0;
}
