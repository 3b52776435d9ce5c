// x86-64: where LLD's and MSVC's thunks of delayed imports lead, with the descriptor in %rcx and the slot in
// %rdx.
//
// Such a thunk keeps the integer arguments and %xmm0 to %xmm3, which are all that the plain calling
// convention has. A function of the convention vectorcall takes arguments also in %xmm4 and %xmm5, and in
// the whole of %ymm0 to %ymm5 or %zmm0 to %zmm5: these are kept here, at the full width that the processor
// has. What the thunk does afterwards, movdqa, leaves the upper halves as they are. What is loaded calls
// other people's constructors, so it is not enough that the stub itself touches none of them. What these
// make of the modes of floating point stays, as it does wherever a library is loaded.
//
// LLD's thunk keeps %xmm0 and %xmm1 in the 32 bytes above the return address, which a function may
// use as it likes ("home space"). So nothing is written there.

asm(R"(
  .section .drectve, "yni"
  .ascii " /alternatename:__pfnDliNotifyHook2=weakrt_no_hook"
  .ascii " /alternatename:__pfnDliFailureHook2=weakrt_no_hook"

  .section .text$weakrt_call, "xr"
  .globl __delayLoadHelper2
  .def __delayLoadHelper2
  .scl 2
  .type 32
  .endef
  .seh_proc __delayLoadHelper2
__delayLoadHelper2:
  pushq %rbp
  .seh_pushreg %rbp
  pushq %rbx
  .seh_pushreg %rbx
  subq $56, %rsp
  .seh_stackalloc 56
  leaq 32(%rsp), %rbp
  .seh_setframe %rbp, 32
  .seh_endprologue

  # Bound already: by another thread, or who called kept the thunk's address.
  movq %rcx, 0(%rbp)
  movq %rdx, 8(%rbp)
  movq %rdx, %rcx
  callq weakrt_delay_loaded
  testq %rax, %rax
  jne 3f

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
  # The stack grows where its next page is touched, and not where one behind that is.
1:
  cmpl $4096, %ebx
  jb 4f
  subq $4096, %rsp
  orq $0, (%rsp)
  subl $4096, %ebx
  jmp 1b
4:
  subq %rbx, %rsp
  andq $-64, %rsp
  movq %rsp, %rbx
  # XRSTOR wants zeroes in the header, and XSAVE does not write all of it.
  xorl %eax, %eax
  movq %rax, 512(%rbx)
  movq %rax, 520(%rbx)
  movq %rax, 528(%rbx)
  movq %rax, 536(%rbx)
  movq %rax, 544(%rbx)
  movq %rax, 552(%rbx)
  movq %rax, 560(%rbx)
  movq %rax, 568(%rbx)
  # SSE, AVX, and AVX-512's masks, upper halves and upper registers.
  movl $0xe6, %eax
  xorl %edx, %edx
  xsave64 (%rbx)
  movq 0(%rbp), %rcx
  movq 8(%rbp), %rdx
  subq $32, %rsp
  callq weakrt_delay_load
  movq %rax, %r10
  stmxcsr 24(%rbx)
  movl $0xe6, %eax
  xorl %edx, %edx
  xrstor64 (%rbx)
  movq %r10, %rax
  jmp 3f

2:
  subq $512, %rsp
  andq $-16, %rsp
  movq %rsp, %rbx
  fxsave64 (%rbx)
  movq 0(%rbp), %rcx
  movq 8(%rbp), %rdx
  subq $32, %rsp
  callq weakrt_delay_load
  fnstcw (%rbx)
  stmxcsr 24(%rbx)
  fxrstor64 (%rbx)

3:
  leaq 24(%rbp), %rsp
  popq %rbx
  popq %rbp
  retq
  .seh_endproc
  .text
)");
