//! about: modules at the address that they were linked for, as prelink leaves them: what is added to their addresses is 0, or less where another has that place
//! hosts: static linked nonpie local absent
//! variant: provider | runtime-flags: -Wl,-Ttext-segment=0x600000000000
//! variant: provider-sysv | runtime-flags: -Wl,-Ttext-segment=0x600000000000 -Wl,--hash-style=sysv
//! variant: program-nonpie | runtime-flags: -Wl,-Ttext-segment=0x600000000000 | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
//! variant: program-preloaded | runtime-flags: -Wl,-Ttext-segment=0x600000000000 | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold | env: LD_PRELOAD={libdir}/libfoo.so.1
//! variant: plugin-too | runtime-flags: -Wl,-Ttext-segment=0x600000000000 | plugin-flags: -Wl,-Ttext-segment=0x610000000000 | linkers: bfd gold
//! variant: plugin-too-lld | runtime-flags: -Wl,-Ttext-segment=0x600000000000 | plugin-flags: -Wl,--image-base=0x610000000000 | linkers: lld
//! variant: versions | runtime-flags: -Wl,-Ttext-segment=0x600000000000 -Wl,--version-script={case}/../versions-only/runtime.map
//! variant: moved-up | runtime-flags: -Wl,-Ttext-segment=0x600000000000 -Wl,--version-script={case}/../versions-only/runtime.map | env: LD_PRELOAD={out}/there.so | prepare: gcc -shared -x c /dev/null -o {out}/there.so -Wl,-Ttext-segment=0x600000000000
//! variant: moved-down | runtime-flags: -Wl,-Ttext-segment=0x7ff000000000 -Wl,--version-script={case}/../versions-only/runtime.map | env: LD_PRELOAD={out}/there.so | prepare: gcc -shared -x c /dev/null -o {out}/there.so -Wl,-Ttext-segment=0x7ff000000000
#include "../common/plugin.c"
