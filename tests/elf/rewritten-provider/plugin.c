//! about: providers over which distributions' tools have gone: stripped, with another search path, soname or dynamic section
//! runtime-flags: -Wl,--version-script={case}/../versions-only/runtime.map
//! hosts: linked local absent
//! prepare: mkdir {out}/lib
//! prepare: cp {libdir}/libfoo.so.1 {out}/lib
//! env: LD_LIBRARY_PATH={out}/lib
//! check: ! cmp "$LIBDIR/libfoo.so.1" lib/libfoo.so.1
//! variant: strip | prepare: strip {out}/lib/libfoo.so.1
//! variant: eu-strip | prepare: eu-strip {out}/lib/libfoo.so.1 | requires: eu-strip
//! variant: llvm-strip | prepare: llvm-strip-19 {out}/lib/libfoo.so.1 | requires: llvm-strip-19
//! variant: objcopy | prepare: objcopy -R .note.* -R .comment {out}/lib/libfoo.so.1
//! variant: no-section-headers | prepare: llvm-objcopy-19 --strip-sections {out}/lib/libfoo.so.1 | requires: llvm-objcopy-19
//! variant: set-rpath | requires: patchelf | prepare: patchelf --set-rpath /a/path/long/enough/to/make/the/dynamic/strings/move/elsewhere/in/the/file {out}/lib/libfoo.so.1
//! variant: add-needed | requires: patchelf | prepare: patchelf --add-needed libm.so.6 {out}/lib/libfoo.so.1
//! variant: set-soname | requires: patchelf | hosts: local absent | prepare: patchelf --set-soname libanother-name-for-foo-that-is-longer.so.1 {out}/lib/libfoo.so.1
//! variant: strip-then-patchelf | requires: patchelf | prepare: strip {out}/lib/libfoo.so.1 | prepare: patchelf --set-rpath /a/b/c/d/e/f/g/h/i {out}/lib/libfoo.so.1
//! variant: patchelf-then-strip | requires: patchelf | prepare: patchelf --set-rpath /a/b/c/d/e/f/g/h/i {out}/lib/libfoo.so.1 | prepare: strip {out}/lib/libfoo.so.1
//! variant: sysv-patched | requires: patchelf | runtime-flags: -Wl,--hash-style=sysv | prepare: patchelf --set-rpath /a/b/c/d/e/f/g/h/i {out}/lib/libfoo.so.1
#include "../common/plugin.c"
