// x86-64: where thunks lead. %r11, which nobody passes anything in, holds the import's index.
//
// Every register that can carry an argument is kept: the integer ones, %rax (whose low byte
// tells a variadic function how many vector registers are used), %r10 (a nested function's
// frame), and the vector registers at the full width that the processor has. What is
// bound calls other people's constructors, so it is not enough that the stub itself
// touches none of them. What these make of the modes of floating point (some flush
// denormals to zero) stays, as it does wherever a library is loaded.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  # Bound already: by another thread, or who called kept the thunk's address.
  pushq %rax
  .cfi_def_cfa_offset 16
  movq weakrt_targets(%rip), %rax
  testq %rax, %rax
  je 1f
  movq (%rax,%r11,8), %rax
  testq %rax, %rax
  je 1f
  movq %rax, %r11
  popq %rax
  .cfi_def_cfa_offset 8
  jmpq *%r11

1:
  .cfi_def_cfa_offset 16
  pushq %rbp
  .cfi_def_cfa_offset 24
  .cfi_offset %rbp, -24
  movq %rsp, %rbp
  .cfi_def_cfa_register %rbp
  pushq %rbx
  .cfi_offset %rbx, -32
  pushq %rdi
  pushq %rsi
  pushq %rdx
  pushq %rcx
  pushq %r8
  pushq %r9
  pushq %r10

  # CPUID.1:ECX.OSXSAVE; without it there are no vectors wider than what FXSAVE keeps.
  movl $1, %eax
  xorl %ecx, %ecx
  cpuid
  btl $27, %ecx
  jnc 2f
  # CPUID.0DH:EBX is the size of all that the system has enabled.
  movl $13, %eax
  xorl %ecx, %ecx
  cpuid
  subq %rbx, %rsp
  andq $-64, %rsp
  # XRSTOR wants zeroes in the header, and XSAVE does not write all of it.
  xorl %eax, %eax
  movq %rax, 512(%rsp)
  movq %rax, 520(%rsp)
  movq %rax, 528(%rsp)
  movq %rax, 536(%rsp)
  movq %rax, 544(%rsp)
  movq %rax, 552(%rsp)
  movq %rax, 560(%rsp)
  movq %rax, 568(%rsp)
  # SSE, AVX, and AVX-512's masks, upper halves and upper registers.
  movl $0xe6, %eax
  xorl %edx, %edx
  xsave64 (%rsp)
  movl %r11d, %edi
  callq weakrt_bind_call
  movq %rax, %r11
  stmxcsr 24(%rsp)
  movl $0xe6, %eax
  xorl %edx, %edx
  xrstor64 (%rsp)
  jmp 3f

2:
  subq $512, %rsp
  andq $-16, %rsp
  fxsave64 (%rsp)
  movl %r11d, %edi
  callq weakrt_bind_call
  movq %rax, %r11
  fnstcw (%rsp)
  stmxcsr 24(%rsp)
  fxrstor64 (%rsp)

3:
  leaq -64(%rbp), %rsp
  popq %r10
  popq %r9
  popq %r8
  popq %rcx
  popq %rdx
  popq %rsi
  popq %rdi
  popq %rbx
  .cfi_restore %rbx
  popq %rbp
  .cfi_restore %rbp
  .cfi_def_cfa %rsp, 16
  popq %rax
  .cfi_def_cfa_offset 8
  jmpq *%r11
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .popsection
)");
