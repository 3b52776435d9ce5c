//! about: what cannot be detached is refused with the reason, and nothing is left behind
//! variant: needs-the-runtime-too | libs: -l:libfoo.so.1 -Wl,--no-as-needed {out}/libdep.so | expect-link-error: error: foo would be loaded beside the host's: libdep\.so needs libfoo\.so\.1 | prepare: gcc -shared -fPIC {case}/dep/dep.c -o {out}/libdep.so -Wl,-soname,libdep.so -Wl,--no-as-needed -L{libdir} -l:libfoo.so.1
//! variant: needs-it-and-exports-nothing | libs: -l:libfoo.so.1 -Wl,--no-as-needed {out}/libdep.so | expect-link-error: error: foo would be loaded beside the host's: libdep\.so needs libfoo\.so\.1 | prepare: gcc -shared -fPIC -x c /dev/null -o {out}/libdep.so -Wl,-soname,libdep.so -Wl,--no-as-needed -L{libdir} -l:libfoo.so.1
//! variant: needs-it-two-steps-away | libs: -l:libfoo.so.1 -Wl,--no-as-needed {out}/libfar.so -Wl,-rpath-link,{out} | expect-link-error: libfar\.so needs libdep\.so needs libfoo\.so\.1 | prepare: gcc -shared -fPIC -x c /dev/null -o {out}/libdep.so -Wl,-soname,libdep.so -Wl,--no-as-needed -L{libdir} -l:libfoo.so.1 | prepare: gcc -shared -fPIC -x c /dev/null -o {out}/libfar.so -Wl,-soname,libfar.so -Wl,--no-as-needed -L{out} -l:libdep.so
//! variant: text-relocations | plugin-cflags: -fno-pic -mcmodel=large | plugin-flags: -Wl,-z,notext | expect-link-error: DT_TEXTREL | linkers: bfd gold lld mold
//! variant: undefined-symbol | plugin-cflags: -DMISSPELLED | plugin-flags: -Wl,-z,defs | expect-link-error: foo_misspelled
//! variant: undefined-symbol-without-defs | plugin-cflags: -DMISSPELLED | expect-link-error: foo_misspelled
//! runtime: runtime.c
#include "foo.h"

#ifdef MISSPELLED
int foo_misspelled(int);
int plugin_extra(void) {
  return foo_misspelled(1);
}
#endif

int plugin_run(void) {
  return foo_add(3, 4) + foo_data;
}
