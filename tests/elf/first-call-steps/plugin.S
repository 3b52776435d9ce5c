#if defined __x86_64__
#include "x86_64.S"
#elif defined __i386__
#include "i386.S"
#endif
  .section .note.GNU-stack, "", %progbits
