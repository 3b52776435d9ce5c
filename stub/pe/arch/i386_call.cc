// i386: where LLD's and MSVC's thunks of delayed imports lead, with the descriptor and the slot on the stack
// (stdcall).
//
// Such a thunk keeps %ecx and %edx, and no vector register. Functions take vectors in %xmm0 to %xmm2, those
// of the convention vectorcall in %ymm0 to %ymm5 too, and MMX's in %mm0 to %mm2: these are kept here, at the
// full width that the processor has. What is loaded calls other people's constructors, which find an x87 that
// is not in MMX's mode, and what they make of the modes of floating point stays.

asm(R"(
  .section .drectve, "yni"
  .ascii " /alternatename:___pfnDliNotifyHook2=_weakrt_no_hook"
  .ascii " /alternatename:___pfnDliFailureHook2=_weakrt_no_hook"

  .section .text$weakrt_call, "xr"
  .globl ___delayLoadHelper2@8
  .def ___delayLoadHelper2@8
  .scl 2
  .type 32
  .endef
___delayLoadHelper2@8:
  pushl %ebp
  movl %esp, %ebp
  pushl %ebx
  subl $12, %esp

  # Bound already: by another thread, or who called kept the thunk's address.
  pushl 12(%ebp)
  calll _weakrt_delay_loaded
  testl %eax, %eax
  jne 9f

  # CPUID.1: ECX.OSXSAVE, EDX.FXSR, EDX.SSE.
  movl $1, %eax
  xorl %ecx, %ecx
  cpuid
  movl %ecx, -8(%ebp)
  movl %edx, -12(%ebp)
  btl $27, %ecx
  jc 1f
  btl $24, %edx
  jc 4f
  andl $-16, %esp
  jmp 5f

  # CPUID.0DH:EBX is the size of all that the system has enabled.
1:
  movl $13, %eax
  xorl %ecx, %ecx
  cpuid
  # The stack grows where its next page is touched, and not where one behind that is.
2:
  cmpl $4096, %ebx
  jb 3f
  subl $4096, %esp
  orl $0, (%esp)
  subl $4096, %ebx
  jmp 2b
3:
  subl %ebx, %esp
  andl $-64, %esp
  # XRSTOR wants zeroes in the header, and XSAVE does not write all of it.
  xorl %eax, %eax
  movl $15, %ecx
6:
  movl %eax, 512(%esp,%ecx,4)
  decl %ecx
  jns 6b
  # MMX, SSE, AVX, and AVX-512's masks and upper halves; it has no upper registers here.
  movl $0x67, %eax
  xorl %edx, %edx
  xsave (%esp)
  emms
  jmp 5f

4:
  subl $512, %esp
  andl $-16, %esp
  fxsave (%esp)
  emms

5:
  movl %esp, %ebx
  subl $8, %esp
  pushl 12(%ebp)
  pushl 8(%ebp)
  calll _weakrt_delay_load
  movl %eax, 12(%ebp)
  btl $27, -8(%ebp)
  jnc 7f
  # XRSTOR sets the x87's control word anew where it was at its initial value.
  fnstcw 8(%esp)
  stmxcsr 24(%ebx)
  movl $0x67, %eax
  xorl %edx, %edx
  xrstor (%ebx)
  fldcw 8(%esp)
  movl 12(%ebp), %eax
  jmp 9f
7:
  btl $24, -12(%ebp)
  jnc 9f
  fnstcw (%ebx)
  btl $25, -12(%ebp)
  jnc 8f
  stmxcsr 24(%ebx)
8:
  fxrstor (%ebx)
9:
  movl -4(%ebp), %ebx
  movl %ebp, %esp
  popl %ebp
  retl $8
  .text
)");
