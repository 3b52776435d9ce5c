//! about: a plugin with two runtimes, of which one is there: that one is bound completely, the other not at all
//! alone:
//! manifest: plugin.toml
//! hosts: static linked local absent
//! libs: -l:libfoo.so.1 {out}/libbar.so.2
//! prepare: gcc -shared -fPIC {case}/bar/bar.c -o {out}/libbar.so.2 -Wl,-soname,libbar.so.2
//! expect-no-dynamic: libbar|libfoo
//! variant: one | expect-out: 7 2 runtimes: foo there 1 bar there 0
//! variant: both | everywhere: | env: LD_PRELOAD={out}/libbar.so.2 | expect-out: 7 2 runtimes: foo there 1 bar there 1
//! variant: trap | everywhere: | plugin-cflags: -DCALL | expect-exit: *: SIGABRT | expect-err: bar for .*plugin\.so
//! variant: program | program: | hosts: absent | expect-out: 7 2 runtimes: foo there 1 bar there 0
//! variant: program-both | program: | hosts: absent | env: LD_PRELOAD={out}/libbar.so.2 | plugin-flags: -no-pie -Wl,-z,now | linkers: bfd lld mold | expect-out: 7 2 runtimes: foo there 1 bar there 1
//! variant: program-trap | program: | hosts: absent | plugin-cflags: -DCALL | expect-exit: *: SIGABRT | expect-err: bar for the main program
#include "foo.h"

#include <stdio.h>
#include <weakrt/weakrt.h>

int bar_value(void);
int (*volatile bar)(void) = bar_value;

int plugin_run(void) {
  struct weakrt_runtime_1 runtime[2] = {{sizeof *runtime}, {sizeof *runtime}};
  weakrt_plugin_1.runtime(0, &runtime[0]);
  weakrt_plugin_1.runtime(1, &runtime[1]);
  printf("%d %d runtimes: %s there %d %s there %d\n", foo_add(3, 4), (int)weakrt_plugin_1.runtime_count,
         runtime[0].name, runtime[0].ownership != 0, runtime[1].name, runtime[1].ownership != 0);
  fflush(stdout);
#ifdef CALL
  return bar() - 9;
#endif
  return runtime[1].ownership ? bar() - 9 : 0;
}
