//! about: what a distribution hardens with stays: full RELRO, no executable stack, IBT and SHSTK, checked calls, stack protector
//! plugin-cflags: -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-all -fcf-protection=full -fstack-clash-protection
//! plugin-flags: -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
//! hosts: local absent
//! check: sh "$CASE/same-hardening" "$HARD" "$WEAK"
//! variant: gcc
//! variant: clang | compiler: clang
//! variant: separate-code | plugin-flags: -Wl,-z,separate-code | linkers: bfd lld mold
//! variant: no-lazy-flags | plugin-flags: -Wl,-z,relro -Wl,-z,text
//! variant: without-start-files | plugin-flags: -nostartfiles
//! variant: forced-bfd | plugin-flags: -Wl,-z,ibt -Wl,-z,shstk | linkers: bfd
//! variant: forced-lld | plugin-flags: -Wl,-z,force-ibt -Wl,-z,shstk | linkers: lld
//! variant: cet-report | plugin-flags: -nostartfiles -Wl,-z,cet-report=error | linkers: bfd lld
//! variant: cet-report-clang | compiler: clang | plugin-flags: -nostartfiles -Wl,-z,cet-report=error | linkers: bfd lld
//! variant: program | program: | hosts: absent
//! variant: program-clang | program: | hosts: absent | compiler: clang | plugin-cflags: -fPIE
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
//! variant: program-forced | program: | hosts: absent | plugin-flags: -Wl,-z,ibt -Wl,-z,shstk | linkers: bfd
#include "../common/plugin.c"
