// i386: where thunks lead. The import's index is on the stack, below the return address.
//
// Every register that can carry an argument is kept: %eax, %ecx and %edx (regparm, fastcall), MMX's, and the
// vector registers at the full width that the processor has; what is bound calls other
// people's constructors. These find an x87 that is not in MMX's mode, and what they make of the modes of
// floating point stays. There is no register left for the function's address, so it
// takes the index's place on the stack, and is returned to.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  .cfi_def_cfa_offset 8
  # Bound already: by another thread, or who called kept the thunk's address.
  pushl %eax
  .cfi_def_cfa_offset 12
  pushl %ecx
  .cfi_def_cfa_offset 16
  call 0f
  .cfi_def_cfa_offset 20
0:
  popl %ecx
  .cfi_def_cfa_offset 16
  movl weakrt_targets - 0b(%ecx), %eax
  testl %eax, %eax
  je 1f
  movl 8(%esp), %ecx
  movl (%eax,%ecx,4), %eax
  testl %eax, %eax
  je 1f
  movl %eax, 8(%esp)
  popl %ecx
  .cfi_def_cfa_offset 12
  popl %eax
  .cfi_def_cfa_offset 8
  ret

1:
  .cfi_def_cfa_offset 16
  pushl %edx
  .cfi_def_cfa_offset 20
  pushl %ebp
  .cfi_def_cfa_offset 24
  .cfi_offset %ebp, -24
  movl %esp, %ebp
  .cfi_def_cfa_register %ebp
  pushl %ebx
  .cfi_offset %ebx, -28
  # CPUID.1: ECX.OSXSAVE, EDX.FXSR, EDX.SSE.
  movl $1, %eax
  xorl %ecx, %ecx
  cpuid
  pushl %ecx
  pushl %edx
  btl $27, %ecx
  jc 2f
  btl $24, %edx
  jc 3f
  andl $-16, %esp
  jmp 4f

2:
  # CPUID.0DH:EBX is the size of all that the system has enabled.
  movl $13, %eax
  xorl %ecx, %ecx
  cpuid
  subl %ebx, %esp
  andl $-64, %esp
  # XRSTOR wants zeroes in the header, and XSAVE does not write all of it.
  xorl %eax, %eax
  movl $15, %ecx
5:
  movl %eax, 512(%esp,%ecx,4)
  decl %ecx
  jns 5b
  # MMX, SSE, AVX, and AVX-512's masks and upper halves; it has no upper registers here.
  movl $0x67, %eax
  xorl %edx, %edx
  xsave (%esp)
  emms
  jmp 4f

3:
  subl $512, %esp
  andl $-16, %esp
  fxsave (%esp)
  emms

4:
  movl %esp, %ebx
  subl $16, %esp
  movl 16(%ebp), %eax
  movl %eax, (%esp)
  call weakrt_bind_call
  movl %eax, 16(%ebp)
  btl $27, -8(%ebp)
  jnc 6f
  # XRSTOR sets the x87's control word anew where it was at its initial value.
  fnstcw 8(%esp)
  stmxcsr 24(%ebx)
  movl $0x67, %eax
  xorl %edx, %edx
  xrstor (%ebx)
  fldcw 8(%esp)
  jmp 8f
6:
  btl $24, -12(%ebp)
  jnc 8f
  fnstcw (%ebx)
  btl $25, -12(%ebp)
  jnc 7f
  stmxcsr 24(%ebx)
7:
  fxrstor (%ebx)
8:
  leal -4(%ebp), %esp
  popl %ebx
  .cfi_restore %ebx
  popl %ebp
  .cfi_restore %ebp
  .cfi_def_cfa %esp, 20
  popl %edx
  .cfi_def_cfa_offset 16
  popl %ecx
  .cfi_def_cfa_offset 12
  popl %eax
  .cfi_def_cfa_offset 8
  ret
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .popsection
)");
