#define LEVEL 0
#define GENERAL 8
#define MASKS 120
#define STACK 184
#define VECTORS 312
#define SIZE 2360

  .macro each_general move
  \move rcx, 0
  \move rdx, 8
  \move rbx, 16
  \move rbp, 24
  \move rsi, 32
  \move rdi, 40
  \move r8, 48
  \move r9, 56
  \move r10, 64
  \move r12, 80
  \move r13, 88
  \move r14, 96
  \move r15, 104
  .endm
  .macro load_general register, offset
  movq GENERAL+\offset(%r11), %\register
  .endm
  .macro store_general register, offset
  movq %\register, GENERAL+\offset(%rsp)
  .endm

// Does the same with all vector registers, by the level that %r11 points to.
  .macro each_vector xmm, ymm, zmm, mask
  cmpl $1, LEVEL(%r11)
  je 1f
  jg 2f
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \xmm \n
  .endr
  jmp 3f
1:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \ymm \n
  .endr
  jmp 3f
2:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \zmm \n
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    \mask \n
  .endr
3:
  .endm
  .macro load_xmm n
  movups VECTORS+\n*64(%r11), %xmm\n
  .endm
  .macro load_ymm n
  vmovups VECTORS+\n*64(%r11), %ymm\n
  .endm
  .macro load_zmm n
  vmovups VECTORS+\n*64(%r11), %zmm\n
  .endm
  .macro load_mask n
  kmovq MASKS+\n*8(%r11), %k\n
  .endm
  .macro store_xmm n
  movups %xmm\n, VECTORS+\n*64(%r11)
  .endm
  .macro store_ymm n
  vmovups %ymm\n, VECTORS+\n*64(%r11)
  .endm
  .macro store_zmm n
  vmovups %zmm\n, VECTORS+\n*64(%r11)
  .endm
  .macro store_mask n
  kmovq %k\n, MASKS+\n*8(%r11)
  .endm
  .macro clobber_xmm n
  pcmpeqd %xmm\n, %xmm\n
  .endm
  .macro clobber_ymm n
  vcmptrueps %ymm\n, %ymm\n, %ymm\n
  .endm
  .macro clobber_zmm n
  vpternlogd $255, %zmm\n, %zmm\n, %zmm\n
  .endm
  .macro clobber_mask n
  kxnorq %k\n, %k\n, %k\n
  .endm

#ifdef CLOBBER
// Overwrites all that a function may; %rdi points to struct registers for the level.
  .globl clobber_all
  .type clobber_all, @function
clobber_all:
  movq %rdi, %r11
  each_vector clobber_xmm, clobber_ymm, clobber_zmm, clobber_mask
  fninit
  .irp r, rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11
    movq $0x5a5a5a5a, %\r
  .endr
  ret
  .size clobber_all, . - clobber_all
#else
  .globl through_descriptor
  .hidden through_descriptor
  .type through_descriptor, @function
through_descriptor:
  .irp r, rbx, rbp, r12, r13, r14, r15, rsi
    pushq %\r
  .endr
  subq $SIZE+8, %rsp
  movq LEVEL(%rdi), %rax
  movq %rax, LEVEL(%rsp)
  movq %rdi, %r11
  each_vector load_xmm, load_ymm, load_zmm, load_mask
  .irp n, 7, 6, 5, 4, 3, 2, 1, 0
    fldt STACK+\n*16(%r11)
  .endr
  each_general load_general
  movq GENERAL+72(%r11), %r11
  leaq foo_state@tlsdesc(%rip), %rax
  call *foo_state@tlscall(%rax)
  each_general store_general
  movq %r11, GENERAL+72(%rsp)
  movq %rsp, %r11
  each_vector store_xmm, store_ymm, store_zmm, store_mask
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    fstpt STACK+\n*16(%rsp)
  .endr
  addq %fs:0, %rax
  movq %rsp, %rsi
  movq SIZE+8(%rsp), %rdi
  movl $SIZE, %ecx
  rep movsb
  addq $SIZE+8, %rsp
  .irp r, rsi, r15, r14, r13, r12, rbp, rbx
    popq %\r
  .endr
  ret
  .size through_descriptor, . - through_descriptor
#endif
