//! about: order of start and of exit: .init, -init, constructors of all priorities, atexit, destructors, .fini
//! plugin: plugin.c plugin_other.c
//! runtime: runtime.c
//! hosts: linked local global absent
//! variant: exit | everywhere:
//! variant: dlclose | everywhere: | not-on: musl: it unloads nothing | host-args: dlclose | differs: absent: runtime: destructor\nclosed\n -> closed\nruntime: destructor\n
//! variant: other-first | everywhere: | plugin: plugin_other.c plugin.c
//! variant: init-function | everywhere: | plugin-flags: -Wl,-init=plugin_init -Wl,-fini=plugin_fini
//! variant: init-function-dlclose | plugin-flags: -Wl,-init=plugin_init -Wl,-fini=plugin_fini | host-args: dlclose | differs: absent: runtime: destructor\nclosed\n -> closed\nruntime: destructor\n
//! variant: gc-sections | everywhere: | cflags: -ffunction-sections -fdata-sections | plugin-flags: -Wl,--gc-sections
//! variant: gc-sections-init | cflags: -ffunction-sections -fdata-sections | plugin-flags: -Wl,--gc-sections -Wl,-init=plugin_init | linkers: bfd gold lld
//! variant: init-section | plugin-cflags: -DINIT_SECTION
//! variant: gcc-lto | plugin-cflags: -flto | plugin-flags: -flto -O2 | linkers: bfd gold
//! variant: clang-lto | compiler: clang | plugin-cflags: -flto | plugin-flags: -flto | linkers: lld
//! variant: nostartfiles | everywhere: | plugin-cflags: -DNO_ATEXIT | plugin-flags: -nostartfiles
//! variant: ctors-section | compiler: clang | plugin-cflags: -fno-use-init-array | linkers: bfd gold
//! variant: runtime-atexit | runtime-cflags: -DRUNTIME_ATEXIT | hosts: linked
//! variant: clang | compiler: clang
//! variant: program | everywhere: | program: | hosts: absent
//! variant: program-preinit | program: | hosts: absent | plugin-cflags: -DPREINIT
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie
//! variant: program-gc-sections | program: | hosts: absent | cflags: -ffunction-sections -fdata-sections | plugin-flags: -Wl,--gc-sections
//! variant: program-init-function | program: | hosts: absent | plugin-flags: -Wl,-init=plugin_init -Wl,-fini=plugin_fini
//! variant: program-init-section | program: | hosts: absent | plugin-cflags: -DINIT_SECTION
//! variant: program-gcc-lto | program: | hosts: absent | plugin-cflags: -flto | plugin-flags: -flto -O2 | linkers: bfd gold
#include "order.h"

#include <stdlib.h>

static void by_atexit(void) {
  CHECKED("plugin: atexit");
}

__attribute__((constructor(101))) static void early(void) {
  CHECKED("plugin: constructor 101");
}
__attribute__((constructor)) static void start(void) {
  CHECKED("plugin: constructor");
#ifndef NO_ATEXIT
  atexit(by_atexit);
#endif
}
__attribute__((destructor(101))) static void late(void) {
  CHECKED("plugin: destructor 101");
}
__attribute__((destructor)) static void finish(void) {
  CHECKED("plugin: destructor");
}
void plugin_init(void) {
  CHECKED("plugin: -init");
}
void plugin_fini(void) {
  CHECKED("plugin: -fini");
}

#ifdef PREINIT
// Comes before all constructors, of the runtime too, and so may not use it, hard or weak.
static void before_all(void) {
  trace("plugin: preinit");
}
__attribute__((section(".preinit_array"), used)) static void (*const preinit)(void) = before_all;
#endif

#ifdef INIT_SECTION
// A piece of _init and _fini, between crti.o's and crtn.o's.
__attribute__((used)) void from_init_section(void) {
  CHECKED("plugin: .init");
}
__attribute__((used)) void from_fini_section(void) {
  CHECKED("plugin: .fini");
}
__asm__(".section .init,\"ax\",@progbits\n call from_init_section@PLT\n"
        ".section .fini,\"ax\",@progbits\n call from_fini_section@PLT\n .text\n");
#endif

int plugin_run(void) {
  CHECKED("plugin: run");
  return 0;
}
