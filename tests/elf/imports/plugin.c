//! about: functions, data, several slots of one symbol, pointers with addends in the plugin's own data
//! hosts: static linked nonpie local global absent
//! expect-no-dynamic: libfoo
//! expect-no-dynamic: PLTRELSZ|JMPREL|PLTREL
//! expect-dynamic: INIT\b
//! variant: O0 | plugin-cflags: -O0
//! variant: O2 | everywhere: | plugin-cflags: -O2
//! variant: no-plt | everywhere: | not-on: ppc64le: LLD does not know R_PPC64_PLTCALL | plugin-cflags: -O3 -fno-plt
//! variant: clang | compiler: clang | plugin-cflags: -O3
//! variant: program | everywhere: | program: | hosts: absent
//! variant: program-clang | program: | hosts: absent | compiler: clang
//! variant: program-clang-pie | program: | hosts: absent | compiler: clang | plugin-cflags: -fPIE -O2
//! variant: program-gcc-pie | program: | hosts: absent | plugin-cflags: -fPIE -mno-direct-extern-access -O2
//! variant: program-no-plt | program: | hosts: absent | plugin-cflags: -O3 -fno-plt
//! variant: program-nonpie | program: | hosts: absent | plugin-cflags: -O2 | plugin-flags: -no-pie
//! variant: program-nonpie-clang | program: | hosts: absent | compiler: clang | plugin-cflags: -O2 | plugin-flags: -no-pie
#include "../common/plugin.c"
