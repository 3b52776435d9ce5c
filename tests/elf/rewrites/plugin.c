//! about: the tools that distributions run over libraries leave the plugin working
//! hosts: static local absent
//! check: sh "$CASE/../common/no-complaints" "$HARD" "$WEAK"
//! variant: none
//! variant: strip | everywhere: | after: strip {plugin}
//! variant: strip-debug | after: strip -g {plugin}
//! variant: strip-unneeded | after: strip --strip-unneeded {plugin}
//! variant: dh-strip | after: strip --remove-section=.comment --remove-section=.note --strip-unneeded {plugin}
//! variant: llvm-strip | after: llvm-strip-19 {plugin} | requires: llvm-strip-19
//! variant: eu-strip | after: eu-strip {plugin} | requires: eu-strip
//! variant: objcopy | after: objcopy {plugin}
//! variant: objcopy-no-notes | everywhere: | after: objcopy -R .note.* {plugin}
//! variant: only-keep-debug | after: objcopy --only-keep-debug {plugin} {plugin}.debug | after: strip {plugin} | after: objcopy --add-gnu-debuglink={plugin}.debug {plugin}
//! variant: llvm-objcopy | after: llvm-objcopy-19 {plugin} | requires: llvm-objcopy-19
//! variant: llvm-objcopy-no-notes | after: llvm-objcopy-19 -R .note.weakrt {plugin} | requires: llvm-objcopy-19
//! variant: strip-section-headers | everywhere: | after: llvm-objcopy-19 --strip-sections {plugin} | requires: llvm-objcopy-19
//! variant: set-rpath | everywhere: | after: patchelf --set-rpath /a/path/long/enough/to/make/the/dynamic/strings/move/elsewhere/in/the/file {plugin} | requires: patchelf
//! variant: add-needed | after: patchelf --add-needed libm.so.6 {plugin} | requires: patchelf
//! variant: replace-needed | after: patchelf --replace-needed libc.so.6 /lib/x86_64-linux-gnu/libc.so.6 {plugin} | requires: patchelf
//! variant: set-soname | after: patchelf --set-soname libvery-long-name-of-a-plugin.so.1 {plugin} | requires: patchelf
//! variant: strip-then-patchelf | after: strip {plugin} | after: patchelf --set-rpath /a/b/c/d/e/f {plugin} | after: patchelf --set-soname another.so {plugin} | requires: patchelf
//! variant: patchelf-then-strip | after: patchelf --set-rpath /a/b/c/d/e/f {plugin} | after: strip {plugin} | requires: patchelf
//! variant: program-strip | program: | hosts: absent | after: strip {plugin}
//! variant: program-llvm-strip | program: | hosts: absent | after: llvm-strip-19 {plugin} | requires: llvm-strip-19
//! variant: program-eu-strip | program: | hosts: absent | after: eu-strip {plugin} | requires: eu-strip
//! variant: program-objcopy-no-notes | program: | hosts: absent | after: objcopy -R .note.* {plugin}
//! variant: program-set-rpath | program: | hosts: absent | after: patchelf --set-rpath /a/path/long/enough/to/make/the/dynamic/strings/move/elsewhere/in/the/file {plugin} | requires: patchelf
//! variant: program-strip-then-patchelf | program: | hosts: absent | after: strip {plugin} | after: patchelf --set-rpath /a/b/c/d/e/f {plugin} | after: patchelf --add-needed libm.so.6 {plugin} | requires: patchelf
#include "../common/plugin.c"
