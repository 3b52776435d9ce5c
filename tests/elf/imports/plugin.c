//! about: functions, data, several slots of one symbol, pointers with addends in the plugin's own data
//! hosts: static linked nonpie local global absent
//! expect-no-dynamic: libfoo
//! expect-no-dynamic: PLTRELSZ|JMPREL|PLTREL
//! expect-dynamic: INIT\b
//! variant: O0 | plugin-cflags: -O0
//! variant: O2 | plugin-cflags: -O2
//! variant: no-plt | plugin-cflags: -O3 -fno-plt
//! variant: clang | compiler: clang | plugin-cflags: -O3
#include "../common/plugin.c"
