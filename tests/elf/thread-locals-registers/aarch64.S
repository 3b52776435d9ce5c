#define GENERAL 8
#define VECTORS 240
#define SIZE 752

#ifdef CLOBBER
// Overwrites all that a function may.
  .globl clobber_all
  .type clobber_all, %function
clobber_all:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    movi v\n\().16b, #0xa5
  .endr
  .irp n, 8, 9, 10, 11, 12, 13, 14, 15
    mov v\n\().d[1], xzr
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
    mov x\n, #0x5a5a
  .endr
  ret
  .size clobber_all, . - clobber_all
#else
  .globl through_descriptor
  .hidden through_descriptor
  .type through_descriptor, %function
through_descriptor:
  stp x29, x30, [sp, #-176]!
  stp x19, x20, [sp, #16]
  stp x21, x22, [sp, #32]
  stp x23, x24, [sp, #48]
  stp x25, x26, [sp, #64]
  stp x27, x28, [sp, #80]
  stp d8, d9, [sp, #96]
  stp d10, d11, [sp, #112]
  stp d12, d13, [sp, #128]
  stp d14, d15, [sp, #144]
  str x1, [sp, #160]
  sub sp, sp, #SIZE
  add x1, x0, #VECTORS
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    ldr q\n, [x1], #16
  .endr
  .irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    ldr x\n, [x0, #GENERAL+(\n-1)*8]
  .endr
  // The sequence leaves the function's address in x1.
  adrp x0, :tlsdesc:foo_state
  ldr x1, [x0, #:tlsdesc_lo12:foo_state]
  add x0, x0, #:tlsdesc_lo12:foo_state
  str x1, [sp, #GENERAL]
  .tlsdesccall foo_state
  blr x1
  str x0, [sp, #-16]!
  ldr x0, [sp, #16+GENERAL]
  // Kept: zero, as in `in`.
  eor x0, x0, x1
  str x0, [sp, #16+GENERAL]
  .irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29
    str x\n, [sp, #16+GENERAL+(\n-1)*8]
  .endr
  add x1, sp, #16+VECTORS
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    str q\n, [x1], #16
  .endr
  ldr x19, [sp], #16
  mrs x1, tpidr_el0
  add x19, x19, x1
  ldr x0, [sp, #SIZE+160]
  mov x1, sp
  mov x2, #SIZE
  bl memcpy
  mov x0, x19
  add sp, sp, #SIZE
  ldp d14, d15, [sp, #144]
  ldp d12, d13, [sp, #128]
  ldp d10, d11, [sp, #112]
  ldp d8, d9, [sp, #96]
  ldp x27, x28, [sp, #80]
  ldp x25, x26, [sp, #64]
  ldp x23, x24, [sp, #48]
  ldp x21, x22, [sp, #32]
  ldp x19, x20, [sp, #16]
  ldp x29, x30, [sp], #176
  ret
  .size through_descriptor, . - through_descriptor
#endif
