  .text
  .globl steps_call
  .hidden steps_call
  .type steps_call, @function
steps_call:
  .cfi_startproc
  .irp r, ebx, ebp, esi, edi
    pushl %\r
    .cfi_adjust_cfa_offset 4
    .cfi_rel_offset %\r, 0
  .endr
  subl $12, %esp
  .cfi_adjust_cfa_offset 12
  movl 32(%esp), %edx
  call 1f
  .cfi_adjust_cfa_offset 4
1:
  popl %eax
  .cfi_adjust_cfa_offset -4
  leal 0f-1b(%eax), %ecx
  leal steps_caller-1b(%eax), %eax
  movl $0x1111, %ebx
  movl $0x2222, %ebp
  movl $0x3333, %esi
  movl $0x4444, %edi
  movl %ebx, (%eax)
  movl %ebp, 4(%eax)
  movl %esi, 8(%eax)
  movl %edi, 12(%eax)
  movl %ecx, 32(%eax)
  movl %esp, 36(%eax)
  # The trap flag.
  pushfl
  .cfi_adjust_cfa_offset 4
  orl $0x100, (%esp)
  popfl
  .cfi_adjust_cfa_offset -4
  call *%edx
0:
  pushfl
  .cfi_adjust_cfa_offset 4
  andl $~0x100, (%esp)
  popfl
  .cfi_adjust_cfa_offset -4
  addl $12, %esp
  .cfi_adjust_cfa_offset -12
  .irp r, edi, esi, ebp, ebx
    popl %\r
    .cfi_adjust_cfa_offset -4
    .cfi_restore %\r
  .endr
  ret
  .cfi_endproc
  .size steps_call, . - steps_call
