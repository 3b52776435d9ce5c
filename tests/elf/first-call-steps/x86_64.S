  .text
  .globl steps_call
  .hidden steps_call
  .type steps_call, @function
steps_call:
  .cfi_startproc
  .irp r, rbx, rbp, r12, r13, r14, r15
    pushq %\r
    .cfi_adjust_cfa_offset 8
    .cfi_rel_offset %\r, 0
  .endr
  subq $8, %rsp
  .cfi_adjust_cfa_offset 8
  movq $0x1111, %rbx
  movq $0x2222, %rbp
  movq $0x3333, %r12
  movq $0x4444, %r13
  movq $0x5555, %r14
  movq $0x6666, %r15
  leaq steps_caller(%rip), %rax
  movq %rbx, (%rax)
  movq %rbp, 8(%rax)
  movq %r12, 16(%rax)
  movq %r13, 24(%rax)
  movq %r14, 32(%rax)
  movq %r15, 40(%rax)
  leaq 0f(%rip), %rcx
  movq %rcx, 64(%rax)
  movq %rsp, 72(%rax)
  # The trap flag.
  pushfq
  .cfi_adjust_cfa_offset 8
  orq $0x100, (%rsp)
  popfq
  .cfi_adjust_cfa_offset -8
  call *%rdi
0:
  pushfq
  .cfi_adjust_cfa_offset 8
  andq $~0x100, (%rsp)
  popfq
  .cfi_adjust_cfa_offset -8
  addq $8, %rsp
  .cfi_adjust_cfa_offset -8
  .irp r, r15, r14, r13, r12, rbp, rbx
    popq %\r
    .cfi_adjust_cfa_offset -8
    .cfi_restore %\r
  .endr
  ret
  .cfi_endproc
  .size steps_call, . - steps_call
