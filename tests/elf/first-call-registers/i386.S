#define LEVEL 0
#define GENERAL 4
#define SAVED 16
#define STACK 28
#define MMX 48
#define MASKS 72
#define VECTORS 136
#define SIZE 648

// Does the same with all vector registers, by the level that %edi points to.
  .macro for_vectors mmx, sse, avx, avx512, mask
  cmpl $0, LEVEL(%edi)
  je 3f
  .irp n, 0, 1, 2
    \mmx \n
  .endr
  cmpl $3, LEVEL(%edi)
  je 1f
  jg 2f
  cmpl $1, LEVEL(%edi)
  je 3f
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    \sse \n
  .endr
  jmp 3f
1:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    \avx \n
  .endr
  jmp 3f
2:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    \avx512 \n
    \mask \n
  .endr
3:
  .endm

  .macro load_mm n
  movq MMX+\n*8(%edi), %mm\n
  .endm
  .macro load_xmm n
  movups VECTORS+\n*64(%edi), %xmm\n
  .endm
  .macro load_ymm n
  vmovups VECTORS+\n*64(%edi), %ymm\n
  .endm
  .macro load_zmm n
  vmovups VECTORS+\n*64(%edi), %zmm\n
  .endm
  .macro load_k n
  kmovq MASKS+\n*8(%edi), %k\n
  .endm

  .macro store_mm n
  movq %mm\n, MMX+\n*8(%edi)
  .endm
  .macro store_xmm n
  movups %xmm\n, VECTORS+\n*64(%edi)
  .endm
  .macro store_ymm n
  vmovups %ymm\n, VECTORS+\n*64(%edi)
  .endm
  .macro store_zmm n
  vmovups %zmm\n, VECTORS+\n*64(%edi)
  .endm
  .macro store_k n
  kmovq %k\n, MASKS+\n*8(%edi)
  .endm

  .macro clobber_mm n
  pcmpeqd %mm\n, %mm\n
  .endm
  .macro clobber_xmm n
  xorps %xmm\n, %xmm\n
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
  .irp r, ebx, esi, edi, ebp
    pushl %\r
  .endr
  .endm
  .macro pop_saved
  .irp r, ebp, edi, esi, ebx
    popl %\r
  .endr
  .endm

  .macro caller name, call:vararg
  .globl \name
  .hidden \name
  .type \name, @function
\name:
  push_saved
  movl 20(%esp), %edi
  subl $28, %esp
  call 0f
0:
  popl %ebx
  addl $_GLOBAL_OFFSET_TABLE_+[.-0b], %ebx
  for_vectors load_mm, load_xmm, load_ymm, load_zmm, load_k
  .irp n, 0, 1, 2, 3
    movl STACK+\n*4(%edi), %eax
    movl %eax, \n*4(%esp)
  .endr
  movl GENERAL+0(%edi), %eax
  movl GENERAL+4(%edi), %ecx
  movl GENERAL+8(%edi), %edx
  movl SAVED+0(%edi), %esi
  movl SAVED+8(%edi), %ebp
  movl SAVED+4(%edi), %edi
  \call
  movl 52(%esp), %edx
  movl %esi, SAVED+0(%edx)
  movl %edi, SAVED+4(%edx)
  movl %ebp, SAVED+8(%edx)
  addl $28, %esp
  pop_saved
  ret
  .size \name, . - \name
  .endm

  .macro registers_callers
  caller registers_by_plt, call foo_store@PLT
  caller registers_by_pointer, call *registers_target@GOTOFF(%ebx)
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, @function
foo_store:
  subl $SIZE, %esp
  movl %eax, GENERAL+0(%esp)
  movl %ecx, GENERAL+4(%esp)
  movl %edx, GENERAL+8(%esp)
  movl %esi, SAVED+0(%esp)
  movl %edi, SAVED+4(%esp)
  movl %ebp, SAVED+8(%esp)
  .irp n, 0, 1, 2, 3
    movl SIZE+4+\n*4(%esp), %eax
    movl %eax, STACK+\n*4(%esp)
  .endr
  call 0f
0:
  popl %eax
  movl registers_level - 0b(%eax), %eax
  movl %eax, LEVEL(%esp)
  pushl %edi
  leal 4(%esp), %edi
  for_vectors store_mm, store_xmm, store_ymm, store_zmm, store_k
  cmpl $0, LEVEL(%edi)
  je 4f
  emms
4:
  subl $12, %esp
  pushl %edi
  call foo_keep
  addl $16, %esp
  popl %edi
  addl $SIZE, %esp
  ret
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, @function
foo_clobber:
  push_saved
  call 0f
0:
  popl %edi
  leal registers_level - 0b - LEVEL(%edi), %edi
  for_vectors clobber_mm, clobber_xmm, clobber_ymm, clobber_zmm, clobber_k
  cmpl $0, LEVEL(%edi)
  je 4f
  emms
4:
  .irp r, eax, ecx, edx, ebx, esi, edi, ebp
    movl $0x5a5a5a5a, %\r
  .endr
  pop_saved
  ret
  .size foo_clobber, . - foo_clobber
  .endm
