//! about: a provider linked -Bsymbolic, protected, or with its functions bound to itself
//! hosts: linked local absent
//! variant: bsymbolic | runtime-flags: -Wl,-Bsymbolic
//! variant: functions | runtime-flags: -Wl,-Bsymbolic-functions
//! variant: no-semantic-interposition | runtime-cflags: -fno-semantic-interposition -O2
//! variant: protected | runtime-cflags: -fvisibility=protected
//! variant: relr | runtime-flags: -Wl,-z,pack-relative-relocs
//! variant: rodynamic | runtime-flags: -fuse-ld=lld -Wl,-z,rodynamic
//! variant: relocated-by-lld | runtime-flags: -fuse-ld=lld -Wl,--pack-dyn-relocs=relr -Wl,--hash-style=gnu
//! variant: mold | runtime-flags: -fuse-ld=mold
//! variant: gold | runtime-flags: -fuse-ld=gold
#include "../common/plugin.c"
