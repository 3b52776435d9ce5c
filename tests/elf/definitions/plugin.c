//! about: kinds of definitions in the runtime: protected, weak, common, without a type, two names of one thing, in RELRO
//! runtime: runtime.c
//! hosts: static linked nonpie local global absent
//! variant: plain | everywhere:
//! variant: clang-O2 | compiler: clang | plugin-cflags: -O2
//! variant: no-plt | plugin-cflags: -fno-plt
//! variant: bsymbolic | runtime-flags: -Wl,-Bsymbolic
//! variant: relr | runtime-flags: -Wl,-z,pack-relative-relocs
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
#include "definitions.h"

#include <stdio.h>

static const void *const all[] = {(const void *)foo_protected,
                                  &foo_protected_data,
                                  (const void *)foo_weak,
                                  &foo_weak_data,
                                  &foo_common,
                                  foo_relocated,
                                  &foo_untyped,
                                  &foo_alias};

int plugin_run(void) {
  printf("%d %d %d %d\n", foo_protected(), foo_protected_data, foo_weak(), foo_weak_data);
  foo_common += 5;
  printf("%d %s %d %d\n", foo_common, foo_relocated[1], foo_untyped, foo_alias);
  for (int i = 0; i < 8; ++i)
    printf("same %d\n", foo_where(i) == all[i]);
  return 0;
}
