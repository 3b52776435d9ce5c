//! about: plugins and providers with the old hash table only, the GNU one only, and both
//! hosts: static linked nonpie local absent
//! host-flags: -Wl,--hash-style=both
//! variant: sysv-gnu | plugin-flags: -Wl,--hash-style=sysv | runtime-flags: -Wl,--hash-style=gnu
//! variant: gnu-sysv | everywhere: | plugin-flags: -Wl,--hash-style=gnu | runtime-flags: -Wl,--hash-style=sysv
//! variant: sysv-sysv | everywhere: | plugin-flags: -Wl,--hash-style=sysv | runtime-flags: -Wl,--hash-style=sysv | host-flags: -Wl,--hash-style=sysv
//! variant: both-both | plugin-flags: -Wl,--hash-style=both | runtime-flags: -Wl,--hash-style=both
//! variant: program-sysv | program: | hosts: absent | plugin-flags: -Wl,--hash-style=sysv
//! variant: program-both | program: | hosts: absent | plugin-flags: -rdynamic -no-pie -Wl,--hash-style=both
#include "../common/plugin.c"
