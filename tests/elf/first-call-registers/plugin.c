//! about: the first call of a runtime keeps every register that can carry an argument, and what a call keeps
//! plugin: plugin.c plugin.S
//! runtime: runtime.c runtime.S
//! manifest: ../first-call/call.toml
//! hosts: static local absent
//! plugin-flags: -lm
//! runtime-flags: -lm
//! host-flags: -lm
//! expect-out: by pointer: 42, all registers kept, errno as well
//! variant: by-name
//! variant: by-pointer | plugin-cflags: -DPOINTER_FIRST
//! variant: avx512 | only-on: x86_64 i686 | requires: cpu:avx512bw | linkers: lld | expect-out: vector registers: 64 bytes
//! variant: avx | only-on: x86_64 | requires: qemu-x86_64 | linkers: lld | run: qemu-x86_64 -cpu Haswell {host} {mode} {plugin} | expect-out: vector registers: 32 bytes
//! variant: xsave-sse | only-on: x86_64 | requires: qemu-x86_64 | linkers: lld | run: qemu-x86_64 -cpu Haswell,avx=off {host} {mode} {plugin} | expect-out: vector registers: 16 bytes
//! variant: fxsave | only-on: x86_64 | requires: qemu-x86_64 | linkers: lld | run: qemu-x86_64 -cpu Nehalem {host} {mode} {plugin} | expect-out: vector registers: 16 bytes
//! variant: avx-32 | only-on: i686 | requires: qemu-i386 | linkers: lld | run: qemu-i386 -cpu Haswell {host} {mode} {plugin} | expect-out: vector registers: 32 bytes
//! variant: fxsave-32 | only-on: i686 | requires: qemu-i386 | linkers: lld | run: qemu-i386 -cpu coreduo {host} {mode} {plugin} | expect-out: vector registers: 16 bytes
//! variant: fxsave-mmx | only-on: i686 | requires: qemu-i386 | linkers: lld | run: qemu-i386 -cpu pentium2 {host} {mode} {plugin} | expect-out: vector registers: 0 bytes
//! variant: no-fxsave | only-on: i686 | requires: qemu-i386 | linkers: lld | run: qemu-i386 -cpu pentium2,mmx=off,fxsr=off {host} {mode} {plugin} | expect-out: vector registers: 0 bytes
//! variant: no-sve | only-on: aarch64 | linkers: lld | env: QEMU_CPU=cortex-a53 | expect-out: vector registers: 16 bytes
//! variant: sve-16 | only-on: aarch64 | linkers: lld | env: QEMU_CPU=max,sve-default-vector-length=16 | expect-out: vector registers: 16 bytes
//! variant: sve-32 | only-on: aarch64 | linkers: lld | env: QEMU_CPU=max,sve-default-vector-length=32 | expect-out: vector registers: 32 bytes
//! variant: sve-48 | only-on: aarch64 | linkers: lld | env: QEMU_CPU=max,sve-default-vector-length=48 | expect-out: vector registers: 48 bytes
//! variant: sve-256 | only-on: aarch64 | linkers: lld | env: QEMU_CPU=max,sve-default-vector-length=256 | expect-out: vector registers: 256 bytes
//! variant: v-16 | only-on: riscv64 | linkers: lld | host: riscv64-host.c | host-flags: -rdynamic | env: HWCAP=0x200000 QEMU_CPU=rv64,v=true,vext_spec=v1.0,vlen=128 | expect-out: vector registers: 16 bytes
//! variant: v-64 | only-on: riscv64 | linkers: lld | host: riscv64-host.c | host-flags: -rdynamic | env: HWCAP=0x200000 QEMU_CPU=rv64,v=true,vext_spec=v1.0,vlen=512 | expect-out: vector registers: 64 bytes
//! variant: no-vx | only-on: s390x | linkers: lld | env: QEMU_CPU=z900 | expect-out: vector registers: 0 bytes
#include "foo.h"
#include "registers.h"

#include <errno.h>
#include <fenv.h>
#include <stdio.h>

int registers_by_plt(const struct registers *in, struct registers *after);
int registers_by_pointer(const struct registers *in, struct registers *after);
__attribute__((visibility("hidden"))) int (*volatile registers_target)(void);

static struct bank banks[max_banks];
static unsigned bank_count;

// No two registers, and no two halves of one, have the same value.
static void fill(struct registers *in, unsigned round) {
  uint32_t state = round;
  uint8_t *bytes = (uint8_t *)in;
  for (size_t i = 0; i < sizeof *in; ++i) {
    state = state * 1664525 + 1013904223;
    bytes[i] = (uint8_t)(state >> 24);
  }
  in->level = vector_level();
}

static void print_bytes(const uint8_t *bytes, unsigned size) {
  for (unsigned i = 0; i < size; ++i)
    printf("%02x", bytes[i]);
}

static int compare(const char *where, const struct bank *bank, const struct registers *in,
                   const struct registers *found) {
  int differences = 0;
  for (unsigned i = 0; i < bank->count; ++i) {
    const uint8_t *a = (const uint8_t *)in + bank->offset + i * bank->stride;
    const uint8_t *b = (const uint8_t *)found + bank->offset + i * bank->stride;
    if (memcmp(a, b, bank->size) == 0)
      continue;
    printf("  %s %s[%u]: ", where, bank->name, i);
    print_bytes(a, bank->size);
    printf(" has become ");
    print_bytes(b, bank->size);
    puts("");
    ++differences;
  }
  return differences;
}

static void call(const char *how, int (*caller)(const struct registers *, struct registers *)) {
  static struct registers in, after;
  static unsigned round;
  fill(&in, ++round);
  errno = EBADF;
  const int result = caller(&in, &after);
  const struct registers *entry = foo_stored();
  int differences = 0;
  for (unsigned i = 0; i < bank_count; ++i) {
    differences += compare("entry", &banks[i], &in, entry);
    if (banks[i].after_call)
      differences += compare("after", &banks[i], &in, &after);
  }
  printf("%s: %d, %s registers kept, errno %s\n", how, result, differences ? "not all" : "all",
         foo_errno_at_entry() == EBADF ? "as well" : "not");
}

int plugin_run(void) {
  bank_count = list_banks(banks);
  printf("vector registers: %u bytes\n", vector_size());
  // Where calls bind, the address of what comes before foo_store.
  registers_target = foo_store;
#ifdef POINTER_FIRST
  call("first, by pointer", registers_by_pointer);
#else
  call("first", registers_by_plt);
#endif
  call("second", registers_by_plt);
  call("by pointer", registers_by_pointer);
  registers_target = foo_store;
  call("by new pointer", registers_by_pointer);
  const volatile double one = 1, little = 1e-30;
  printf("rounding upward: %d %d, modes of vectors: %x\n", fegetround() == FE_UPWARD, one + little > one,
         vector_modes());
  return 0;
}
