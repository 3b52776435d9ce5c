#include "definitions.h"

#include "../common/runtime.c"

__attribute__((visibility("protected"))) int foo_protected(void) {
  return 1;
}
__attribute__((visibility("protected"))) int foo_protected_data = 2;
__attribute__((weak)) int foo_weak(void) {
  return 3;
}
__attribute__((weak)) int foo_weak_data = 4;
__attribute__((common)) int foo_common;
const char *const foo_relocated[] = {foo_version, foo_version + 1};
// Neither a function nor an object, as assemblers leave it; and a second name of the same.
__asm__(".data\n.balign 4\n.globl foo_untyped, foo_alias\nfoo_untyped:\nfoo_alias:\n.long 77\n.text\n");

const void *foo_where(int what) {
  const void *const all[] = {(const void *)foo_protected,
                             &foo_protected_data,
                             (const void *)foo_weak,
                             &foo_weak_data,
                             &foo_common,
                             foo_relocated,
                             &foo_untyped,
                             &foo_alias};
  return all[what];
}
