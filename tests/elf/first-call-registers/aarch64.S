  .arch_extension sve

#define LEVEL 0
#define GENERAL 8
#define SAVED 144
#define STACK 232
#define PREDICATES 264
#define VECTORS 776
#define SIZE 8976

// ldr or str of all vector registers; \base points to the struct, \cursor is overwritten.
  .macro move_vectors move, base, cursor
  ldr \cursor, [\base, #LEVEL]
  cbz \cursor, 1f
  add \cursor, \base, #PREDICATES
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \move p\n, [\cursor]
    add \cursor, \cursor, #32
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \move z\n, [\cursor]
    add \cursor, \cursor, #256
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \move z\n, [\cursor]
    add \cursor, \cursor, #256
  .endr
  b 2f
1:
  add \cursor, \base, #VECTORS
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \move q\n, [\cursor]
    add \cursor, \cursor, #256
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \move q\n, [\cursor]
    add \cursor, \cursor, #256
  .endr
2:
  .endm

  .macro clobber_p n
  ptrue p\n\().b
  .endm
  .macro clobber_z n
  dup z\n\().b, #-1
  .endm
  .macro clobber_q n
  movi v\n\().16b, #0xa5
  .endm

// What a function must keep, x29 and x30 at the frame's beginning.
#define FRAME 192
  .macro push_saved
  stp x29, x30, [sp, #-FRAME]!
  stp x19, x20, [sp, #16]
  stp x21, x22, [sp, #32]
  stp x23, x24, [sp, #48]
  stp x25, x26, [sp, #64]
  stp x27, x28, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  .endm
  .macro pop_saved
  ldp d14, d15, [sp, #144]
  ldp d12, d13, [sp, #128]
  ldp d10, d11, [sp, #112]
  ldp d8, d9, [sp, #96]
  ldp x27, x28, [sp, #80]
  ldp x25, x26, [sp, #64]
  ldp x23, x24, [sp, #48]
  ldp x21, x22, [sp, #32]
  ldp x19, x20, [sp, #16]
  ldp x29, x30, [sp], #FRAME
  .endm

  .macro caller name, call
  .globl \name
  .hidden \name
  .type \name, %function
\name:
  push_saved
  str x1, [sp, #160]
  sub sp, sp, #32
  mov x17, x0
  move_vectors ldr, x17, x16
  ldp x0, x1, [x17, #STACK]
  stp x0, x1, [sp, #0]
  ldp x0, x1, [x17, #STACK+16]
  stp x0, x1, [sp, #16]
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    ldr x\n, [x17, #GENERAL+\n*8]
  .endr
  ldr x18, [x17, #GENERAL+16*8]
  .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    ldr x\n, [x17, #SAVED+(\n-19)*8]
  .endr
  \call
  add sp, sp, #32
  ldr x17, [sp, #160]
  .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    str x\n, [x17, #SAVED+(\n-19)*8]
  .endr
  pop_saved
  ret
  .size \name, . - \name
  .endm

  .macro call_by_name
  bl foo_store
  .endm
  .macro call_by_pointer
  adrp x16, registers_target
  ldr x16, [x16, #:lo12:registers_target]
  blr x16
  .endm

  .macro registers_callers
  caller registers_by_plt, call_by_name
  caller registers_by_pointer, call_by_pointer
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, %function
foo_store:
  stp x29, x30, [sp, #-16]!
  sub sp, sp, #SIZE & 0xfff
  sub sp, sp, #SIZE & 0xff000
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    str x\n, [sp, #GENERAL+\n*8]
  .endr
  str x18, [sp, #GENERAL+16*8]
  .irp n, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    str x\n, [sp, #SAVED+(\n-19)*8]
  .endr
  .irp n, 0, 1, 2, 3
    ldr x0, [sp, #SIZE+16+\n*8]
    str x0, [sp, #STACK+\n*8]
  .endr
  adrp x0, registers_level
  ldr x0, [x0, #:lo12:registers_level]
  str x0, [sp, #LEVEL]
  mov x0, sp
  move_vectors str, x0, x1
  bl foo_keep
  add sp, sp, #SIZE & 0xff000
  add sp, sp, #SIZE & 0xfff
  ldp x29, x30, [sp], #16
  ret
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, %function
foo_clobber:
  push_saved
  adrp x0, registers_level
  ldr x0, [x0, #:lo12:registers_level]
  cbz x0, 1f
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    clobber_p \n
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    clobber_z \n
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    clobber_z \n
  .endr
  b 2f
1:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    clobber_q \n
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    clobber_q \n
  .endr
2:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    mov x\n, #0x5a5a
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    mov x\n, #0x5a5a
  .endr
  pop_saved
  ret
  .size foo_clobber, . - foo_clobber
  .endm
