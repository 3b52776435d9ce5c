//! about: an executable can be linked against the plugin, with every linker, and runs
//! plugin-flags: -Wl,-soname,plugin.so -Wl,-rpath,{libdir}
//! hosts: needs-first needs-last needs-only
//! host-flags: -Wl,-rpath,'$ORIGIN'
//! run: {host} {mode} {plugin}
//! variant: plain
//! variant: versioned | runtime: ../versions/runtime.c | runtime-flags: -Wl,--version-script={case}/../versions/runtime.map | plugin-cflags: -DVERSIONED
#include "../common/plugin.c"
#ifdef VERSIONED
extern int foo_versioned(void);
int plugin_extra(void) {
  return foo_versioned();
}
#endif
