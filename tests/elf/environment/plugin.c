//! about: the loader's profiling, auditing and eager modes, sanitizers, valgrind
//! hosts: linked local absent
//! variant: ld-profile | env: LD_PROFILE=plugin.so LD_PROFILE_OUTPUT={out} | plugin-flags: -Wl,-soname,plugin.so
//! variant: ld-profile-runtime | env: LD_PROFILE=libfoo.so.1 LD_PROFILE_OUTPUT={out}
//! variant: bind-now | env: LD_BIND_NOW=1
//! variant: bind-not | env: LD_BIND_NOT=1
//! variant: ld-debug | env: LD_DEBUG=all LD_DEBUG_OUTPUT={out}/ld-debug
//! variant: ld-warn | env: LD_WARN=1
//! variant: audit | env: LD_AUDIT={out}/audit.so | after: gcc -shared -fPIC {case}/audit/audit.c -o {out}/audit.so | expect-err: audit: foo-free
//! variant: asan-host | host-cflags: -fsanitize=address | host-flags: -fsanitize=address
//! variant: asan-both | host-cflags: -fsanitize=address | host-flags: -fsanitize=address | plugin-cflags: -fsanitize=address | plugin-flags: -fsanitize=address
//! variant: tsan-host | host-cflags: -fsanitize=thread | host-flags: -fsanitize=thread | run: setarch -R {host} {mode} {plugin}
//! variant: valgrind | run: valgrind -q --error-exitcode=9 {host} {mode} {plugin} | requires: valgrind | hosts: local absent | linkers: bfd lld
//! variant: setarch | run: setarch -R {host} {mode} {plugin}
#include "../common/plugin.c"
