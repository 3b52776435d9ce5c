  .abiversion 2

#define LEVEL 0
#define GENERAL 8
#define SAVED 80
#define STACK 224
#define FP 256
#define SAVED_FP 360
#define VECTORS 512
#define SAVED_VECTORS 704
#define SIZE 896

// The parameter save area of a caller that passes more than eight words.
#define PARAMETERS 32
// A frame with 12 words of parameters.
#define HEADER 128

// Moves what a function must keep; r0 is overwritten.
  .macro move_saved move, fp_move, vector_move, base, general, fp, vectors
  .irp n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \move \n, \general+(\n-14)*8(\base)
    \fp_move \n, \fp+(\n-14)*8(\base)
  .endr
  .irp n, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    li 0, \vectors+(\n-20)*16
    \vector_move \n, \base, 0
  .endr
  .endm

// Moves what can hold arguments; r0 is overwritten.
  .macro move_arguments move, fp_move, vector_move, base, offset
  .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    \fp_move \n, \offset+FP+(\n-1)*8(\base)
  .endr
  .irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
    li 0, \offset+VECTORS+(\n-2)*16
    \vector_move \n, \base, 0
  .endr
  .irp n, 3, 4, 5, 6, 7, 8, 9, 10, 11
    \move \n, \offset+GENERAL+(\n-3)*8(\base)
  .endr
  .endm

  .macro caller name
  .globl \name
  .hidden \name
  .type \name, @function
\name:
0:
  addis 2, 12, .TOC.-0b@ha
  addi 2, 2, .TOC.-0b@l
  .localentry \name, . - \name
  mflr 0
  std 0, 16(1)
  stdu 1, -HEADER-512(1)
  std 4, HEADER+496(1)
  move_saved std, stfd, stvx, 1, HEADER, HEADER+144, HEADER+288
  mr 12, 3
  .irp n, 0, 1, 2, 3
    ld 0, STACK+\n*8(12)
    std 0, PARAMETERS+64+\n*8(1)
  .endr
  move_saved ld, lfd, lvx, 12, SAVED, SAVED_FP, SAVED_VECTORS
  move_arguments ld, lfd, lvx, 12, 0
  call_\name
  ld 12, HEADER+496(1)
  move_saved std, stfd, stvx, 12, SAVED, SAVED_FP, SAVED_VECTORS
  move_saved ld, lfd, lvx, 1, HEADER, HEADER+144, HEADER+288
  addi 1, 1, HEADER+512
  ld 0, 16(1)
  mtlr 0
  blr
  .size \name, . - \name
  .endm

  .macro call_registers_by_plt
  bl foo_store
  nop
  .endm
  .macro call_registers_by_pointer
  addis 12, 2, registers_target@toc@ha
  ld 12, registers_target@toc@l(12)
  mtctr 12
  std 2, 24(1)
  bctrl
  ld 2, 24(1)
  .endm

  .macro registers_callers
  caller registers_by_plt
  caller registers_by_pointer
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, @function
foo_store:
0:
  addis 2, 12, .TOC.-0b@ha
  addi 2, 2, .TOC.-0b@l
  .localentry foo_store, . - foo_store
  mflr 0
  std 0, 16(1)
  stdu 1, -HEADER-SIZE(1)
  move_saved std, stfd, stvx, 1, HEADER+SAVED, HEADER+SAVED_FP, HEADER+SAVED_VECTORS
  move_arguments std, stfd, stvx, 1, HEADER
  .irp n, 0, 1, 2, 3
    ld 0, HEADER+SIZE+PARAMETERS+64+\n*8(1)
    std 0, HEADER+STACK+\n*8(1)
  .endr
  li 0, 0
  std 0, HEADER+LEVEL(1)
  addi 3, 1, HEADER
  bl foo_keep
  nop
  addi 1, 1, HEADER+SIZE
  ld 0, 16(1)
  mtlr 0
  blr
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, @function
foo_clobber:
  stdu 1, -544(1)
  move_saved std, stfd, stvx, 1, 32, 176, 320
  .irp n, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    li \n, 0x5a5a
  .endr
  .irp n, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    li \n, 0x5a5a
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    vspltisb \n, -1
    mtfprd \n, 3
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    vspltisb \n, -1
    mtfprd \n, 3
  .endr
  move_saved ld, lfd, lvx, 1, 32, 176, 320
  addi 1, 1, 544
  blr
  .size foo_clobber, . - foo_clobber
  .endm
