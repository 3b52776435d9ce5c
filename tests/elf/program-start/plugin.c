//! about: a program finds its runtime wherever it came from: its own loading, a library that needs it, LD_PRELOAD
//! program:
//! variant: run-by-the-loader | requires: /lib64/ld-linux-x86-64.so.2 | run: /lib64/ld-linux-x86-64.so.2 {host}
//! variant: preloaded | env: LD_PRELOAD={libdir}/libfoo.so.1
//! variant: preloaded-nonpie | env: LD_PRELOAD={libdir}/libfoo.so.1 | plugin-flags: -no-pie | linkers: bfd lld mold
//! variant: through-a-library | libs: -l:libfoo.so.1 {out}/libuser.so
//! variant: through-a-library-clang | libs: -l:libfoo.so.1 {out}/libuser.so | compiler: clang | plugin-cflags: -fPIE
//! variant: audited | env: LD_AUDIT={out}/audit.so | prepare: gcc -shared -fPIC {case}/../environment/audit/audit.c -o {out}/audit.so
//! variant: profiled | env: LD_PROFILE=libfoo.so.1 LD_PROFILE_OUTPUT={out}
//! variant: bind-now | env: LD_BIND_NOW=1
//! prepare: gcc -shared -fPIC {case}/user/user.c -o {out}/libuser.so -Wl,-soname,libuser.so -Wl,--no-as-needed -L{libdir} -l:libfoo.so.1
//! plugin-flags: -Wl,--no-as-needed -Wl,-rpath,{out}
//! expect-no-dynamic: NEEDED.*libfoo
#include "../common/plugin.c"
