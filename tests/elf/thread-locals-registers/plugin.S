  .text
  .p2align 4
#if defined __x86_64__
#include "x86_64.S"
#elif defined __aarch64__
#include "aarch64.S"
#endif
  .section .note.GNU-stack, "", %progbits
