#define LEVEL 0
#define GENERAL 8
#define SAVED 72
#define STACK 120
#define MASKS 152
#define VECTORS 216
#define SIZE 2264

// Does the same with all vector registers, by the level that %r11 points to.
  .macro for_vectors sse, avx, avx512, mask
  cmpl $1, LEVEL(%r11)
  je 1f
  jg 2f
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \sse \n
  .endr
  jmp 3f
1:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \avx \n
  .endr
  jmp 3f
2:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \avx512 \n
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \avx512 \n
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
  .macro load_k n
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
  .macro store_k n
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
  .macro clobber_k n
  kxnorq %k\n, %k\n, %k\n
  .endm

  .macro push_saved
  .irp r, rbx, rbp, r12, r13, r14, r15
    pushq %\r
  .endr
  .endm
  .macro pop_saved
  .irp r, r15, r14, r13, r12, rbp, rbx
    popq %\r
  .endr
  .endm

  .macro caller name, call:vararg
  .globl \name
  .hidden \name
  .type \name, @function
\name:
  push_saved
  pushq %rsi
  subq $32, %rsp
  movq %rdi, %r11
  for_vectors load_xmm, load_ymm, load_zmm, load_k
  .irp n, 0, 1, 2, 3
    movq STACK+\n*8(%r11), %rax
    movq %rax, \n*8(%rsp)
  .endr
  movq GENERAL+0(%r11), %rax
  movq GENERAL+8(%r11), %rcx
  movq GENERAL+16(%r11), %rdx
  movq GENERAL+24(%r11), %rsi
  movq GENERAL+32(%r11), %rdi
  movq GENERAL+40(%r11), %r8
  movq GENERAL+48(%r11), %r9
  movq GENERAL+56(%r11), %r10
  movq SAVED+0(%r11), %rbx
  movq SAVED+8(%r11), %rbp
  movq SAVED+16(%r11), %r12
  movq SAVED+24(%r11), %r13
  movq SAVED+32(%r11), %r14
  movq SAVED+40(%r11), %r15
  \call
  addq $32, %rsp
  popq %rsi
  movq %rbx, SAVED+0(%rsi)
  movq %rbp, SAVED+8(%rsi)
  movq %r12, SAVED+16(%rsi)
  movq %r13, SAVED+24(%rsi)
  movq %r14, SAVED+32(%rsi)
  movq %r15, SAVED+40(%rsi)
  pop_saved
  ret
  .size \name, . - \name
  .endm

  .macro registers_callers
  caller registers_by_plt, call foo_store@PLT
  caller registers_by_pointer, call *registers_target(%rip)
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, @function
foo_store:
  subq $SIZE, %rsp
  movq %rax, GENERAL+0(%rsp)
  movq %rcx, GENERAL+8(%rsp)
  movq %rdx, GENERAL+16(%rsp)
  movq %rsi, GENERAL+24(%rsp)
  movq %rdi, GENERAL+32(%rsp)
  movq %r8, GENERAL+40(%rsp)
  movq %r9, GENERAL+48(%rsp)
  movq %r10, GENERAL+56(%rsp)
  movq %rbx, SAVED+0(%rsp)
  movq %rbp, SAVED+8(%rsp)
  movq %r12, SAVED+16(%rsp)
  movq %r13, SAVED+24(%rsp)
  movq %r14, SAVED+32(%rsp)
  movq %r15, SAVED+40(%rsp)
  .irp n, 0, 1, 2, 3
    movq SIZE+8+\n*8(%rsp), %rax
    movq %rax, STACK+\n*8(%rsp)
  .endr
  movq registers_level(%rip), %rax
  movq %rax, LEVEL(%rsp)
  movq %rsp, %r11
  for_vectors store_xmm, store_ymm, store_zmm, store_k
  movq %rsp, %rdi
  call foo_keep
  addq $SIZE, %rsp
  ret
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, @function
foo_clobber:
  push_saved
  leaq registers_level - LEVEL(%rip), %r11
  for_vectors clobber_xmm, clobber_ymm, clobber_zmm, clobber_k
  .irp r, rax, rcx, rdx, rsi, rdi, r8, r9, r10, r11, rbx, rbp, r12, r13, r14, r15
    movq $0x5a5a5a5a, %\r
  .endr
  pop_saved
  ret
  .size foo_clobber, . - foo_clobber
  .endm
