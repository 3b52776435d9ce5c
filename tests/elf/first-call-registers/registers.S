// What an architecture (ARCHITECTURE.S) has:
//
//   registers_callers   int registers_by_plt(const struct registers *in, struct registers *after), and
//                       registers_by_pointer, which calls registers_target: with all registers as in `in`
//                       they call foo_store; `after` has what the call left in those that a call keeps
//   registers_store     foo_store: calls foo_keep with the registers that it was entered with
//   registers_clobber   foo_clobber: overwrites all that a function may, and for a while the others too
#if defined __x86_64__
#include "x86_64.S"
#elif defined __i386__
#include "i386.S"
#elif defined __aarch64__
#include "aarch64.S"
#elif defined __arm__
#include "arm.S"
#elif defined __riscv
#include "riscv64.S"
#elif defined __powerpc64__
#include "ppc64le.S"
#elif defined __s390x__
#include "s390x.S"
#endif

  .section .note.GNU-stack, "", %progbits
  .text
  .p2align 4
