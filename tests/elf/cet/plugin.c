//! about: a plugin compiled for IBT and SHSTK keeps both markings; -z cet-report=error has nothing to report of weakrt's
//! plugin-cflags: -fcf-protection=full
//! hosts: local
//! linkers: bfd lld mold
//! plugin-flags: -nostartfiles
//! check: readelf -nW "$WEAK" | grep -q 'x86 feature: IBT, SHSTK' || ! readelf -nW "$HARD" | grep -q 'x86 feature: IBT, SHSTK'
//! variant: kept
//! variant: kept-clang | compiler: clang
//! variant: report-error | plugin-flags: -Wl,-z,cet-report=error | linkers: bfd lld
#include "../common/plugin.c"
