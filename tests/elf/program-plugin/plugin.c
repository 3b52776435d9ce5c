//! about: a program and a plugin that it loads borrow the same runtime: one copy for both, hard or weak
//! program:
//! env: BESIDE={out}/beside.so
//! prepare: {weakrt} link --manifest {case}/../common/plugin.toml -- gcc -shared -fPIC -fuse-ld={linker} -I{case}/../common {case}/../common/plugin.c -L{libdir} -l:libfoo.so.1 -o {out}/beside.so
//! variant: pie | everywhere:
//! variant: nonpie | plugin-flags: -no-pie | linkers: bfd lld mold
//! variant: rdynamic | plugin-flags: -rdynamic
//! variant: hard-plugin | env: BESIDE={out}/hard.so | prepare: gcc -shared -fPIC -I{case}/../common {case}/../common/plugin.c -L{libdir} -l:libfoo.so.1 -o {out}/hard.so
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static int (*const add)(int, int) = foo_add;

int plugin_run(void) {
  void *beside = dlopen(getenv("BESIDE"), RTLD_NOW);
  int (*run)(void) = beside ? (int (*)(void))dlsym(beside, "plugin_run") : 0;
  if (!run)
    return puts(dlerror()), 5;
  printf("count %d\n", foo_count());
  int code = run();
  printf("count %d data %d same %d\n", foo_count(), foo_data, foo_where_add() == add);
  dlclose(beside);
  printf("count %d\n", foo_count());
  return code;
}
