//! about: flags of the compiler and the linker that change relocations, sections and segments
//! hosts: static linked local absent
//! expect-no-dynamic: libfoo|JMPREL
//! variant: relro | plugin-flags: -Wl,-z,relro -Wl,-z,now
//! variant: norelro | plugin-flags: -Wl,-z,norelro
//! variant: lazy | plugin-flags: -Wl,-z,lazy
//! variant: nocombreloc | plugin-flags: -Wl,-z,nocombreloc | linkers: bfd gold lld
//! variant: emit-relocs | plugin-flags: -Wl,--emit-relocs
//! variant: bsymbolic | plugin-flags: -Wl,-Bsymbolic
//! variant: bsymbolic-functions | plugin-flags: -Wl,-Bsymbolic-functions
//! variant: defs | plugin-flags: -Wl,-z,defs
//! variant: no-undefined | plugin-flags: -Wl,--no-undefined
//! variant: gc-sections | cflags: -ffunction-sections -fdata-sections | plugin-flags: -Wl,--gc-sections
//! variant: icf | cflags: -ffunction-sections | plugin-flags: -Wl,--icf=all | linkers: gold lld mold
//! variant: rodynamic | plugin-flags: -Wl,-z,rodynamic | linkers: lld
//! variant: large | plugin-cflags: -mcmodel=large
//! variant: medium | plugin-cflags: -mcmodel=medium
//! variant: initfirst | plugin-flags: -Wl,-z,initfirst
//! variant: strip-all | plugin-flags: -s
//! variant: strip-debug | plugin-flags: -Wl,-S
//! variant: max-page-size | plugin-flags: -Wl,-z,max-page-size=0x200000
//! variant: common-page-size | plugin-flags: -Wl,-z,common-page-size=0x10000 -Wl,-z,max-page-size=0x10000
//! variant: noseparate-code | plugin-flags: -Wl,-z,noseparate-code | linkers: bfd lld mold
//! variant: separate-code | plugin-flags: -Wl,-z,separate-code | linkers: bfd lld mold
//! variant: exclude-libs | plugin-flags: -Wl,--exclude-libs,ALL
//! variant: no-plt | plugin-cflags: -fno-plt
//! variant: relr | plugin-flags: -Wl,-z,pack-relative-relocs | linkers: bfd lld | expect-dynamic: \(RELR\)
//! variant: ibtplt | plugin-cflags: -fcf-protection=full | plugin-flags: -Wl,-z,ibtplt | linkers: bfd
//! variant: force-ibt | plugin-cflags: -fcf-protection=full | plugin-flags: -Wl,-z,force-ibt | linkers: lld
//! variant: hidden | plugin-cflags: -fvisibility=hidden -Dplugin_run='plugin_run(void);__attribute__((visibility("default")))int plugin_run'
//! variant: as-needed | plugin-flags: -Wl,--as-needed -Wl,-O2
//! variant: build-id | plugin-flags: -Wl,--build-id=sha1
//! variant: no-build-id | plugin-flags: -Wl,--build-id=none
//! variant: no-eh-frame-hdr | plugin-flags: -Wl,--no-eh-frame-hdr
//! variant: static-libgcc | plugin-flags: -static-libgcc
//! variant: compressed-debug | plugin-flags: -Wl,--compress-debug-sections=zlib
//! variant: nodlopen-host | plugin-flags: -Wl,-z,origin -Wl,-z,nodelete
//! variant: soname | plugin-flags: -Wl,-soname,libplugin.so.3
//! variant: gcc-lto | plugin-cflags: -flto -O2 | plugin-flags: -flto -O2 | linkers: bfd gold
//! variant: clang-lto | compiler: clang | plugin-cflags: -flto | plugin-flags: -flto -O2 | linkers: lld
//! variant: clang-thinlto | compiler: clang | plugin-cflags: -flto=thin | plugin-flags: -flto=thin -O2 | linkers: lld
//! variant: sanitize-undefined | compiler: gcc | plugin-cflags: -fsanitize=undefined | plugin-flags: -fsanitize=undefined
//! variant: program-lazy | program: | hosts: absent | plugin-flags: -Wl,-z,lazy
//! variant: program-norelro | program: | hosts: absent | plugin-flags: -Wl,-z,norelro -no-pie
//! variant: program-emit-relocs | program: | hosts: absent | plugin-flags: -Wl,--emit-relocs
//! variant: program-gc-sections | program: | hosts: absent | cflags: -ffunction-sections -fdata-sections | plugin-flags: -Wl,--gc-sections
//! variant: program-noseparate-code | program: | hosts: absent | plugin-flags: -Wl,-z,noseparate-code | linkers: bfd lld mold
//! variant: program-relr | program: | hosts: absent | plugin-flags: -Wl,-z,pack-relative-relocs | linkers: bfd lld
//! variant: program-strip-all | program: | hosts: absent | plugin-flags: -s
//! variant: program-rdynamic | program: | hosts: absent | plugin-flags: -rdynamic
//! variant: program-gcc-lto | program: | hosts: absent | plugin-cflags: -flto -O2 | plugin-flags: -flto -O2 | linkers: bfd gold
//! variant: program-clang-lto | program: | hosts: absent | compiler: clang | plugin-cflags: -flto | plugin-flags: -flto -O2 | linkers: lld
//! variant: program-sanitize-address | program: | hosts: absent | plugin-cflags: -fsanitize=address | plugin-flags: -fsanitize=address
//! variant: program-profile | program: | hosts: absent | env: GMON_OUT_PREFIX={out}/gmon | plugin-cflags: -pg | plugin-flags: -pg
#include "../common/plugin.c"
