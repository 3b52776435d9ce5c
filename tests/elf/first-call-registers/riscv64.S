  .option arch, +d, +v

#define LEVEL 0
#define GENERAL 8
#define SAVED 80
#define STACK 176
#define FP 208
#define SAVED_FP 272
#define VECTORS 368
#define SIZE 2416

// Moves all vector registers; t0 points to the struct, t1 and t3 are overwritten.
  .macro move_vectors move
  ld t1, LEVEL(t0)
  beqz t1, 1f
  addi t3, t0, VECTORS
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \move v\n, (t3)
    addi t3, t3, 64
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \move v\n, (t3)
    addi t3, t3, 64
  .endr
1:
  .endm

// Moves what a function must keep.
  .macro move_saved move, fp_move, base, general, fp
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    \move s\n, \general+\n*8(\base)
    \fp_move fs\n, \fp+\n*8(\base)
  .endr
  .endm

  .macro caller name
  .globl \name
  .hidden \name
  .type \name, @function
\name:
  addi sp, sp, -256
  sd ra, 32(sp)
  sd a1, 40(sp)
  move_saved sd, fsd, sp, 48, 144
  mv t0, a0
  move_vectors vl1r.v
  .irp n, 0, 1, 2, 3
    ld t1, STACK+\n*8(t0)
    sd t1, \n*8(sp)
  .endr
  move_saved ld, fld, t0, SAVED, SAVED_FP
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    ld a\n, GENERAL+\n*8(t0)
    fld fa\n, FP+\n*8(t0)
  .endr
  ld t2, GENERAL+64(t0)
  call_\name
  ld t0, 40(sp)
  move_saved sd, fsd, t0, SAVED, SAVED_FP
  move_saved ld, fld, sp, 48, 144
  ld ra, 32(sp)
  addi sp, sp, 256
  ret
  .size \name, . - \name
  .endm

  .macro call_registers_by_plt
  call foo_store@plt
  .endm
  .macro call_registers_by_pointer
  lla t1, registers_target
  ld t1, 0(t1)
  jalr t1
  .endm

  .macro registers_callers
  caller registers_by_plt
  caller registers_by_pointer
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, @function
foo_store:
  li t0, SIZE
  sub sp, sp, t0
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    sd a\n, GENERAL+\n*8(sp)
    fsd fa\n, FP+\n*8(sp)
  .endr
  sd t2, GENERAL+64(sp)
  move_saved sd, fsd, sp, SAVED, SAVED_FP
  add t3, sp, t0
  .irp n, 0, 1, 2, 3
    ld t1, \n*8(t3)
    sd t1, STACK+\n*8(sp)
  .endr
  lla t1, registers_level
  ld t1, 0(t1)
  sd t1, LEVEL(sp)
  mv t0, sp
  move_vectors vs1r.v
  mv a0, sp
  addi sp, sp, -16
  sd ra, 0(sp)
  call foo_keep
  ld ra, 0(sp)
  li t0, SIZE+16
  add sp, sp, t0
  ret
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, @function
foo_clobber:
  addi sp, sp, -192
  move_saved sd, fsd, sp, 0, 96
  lla t0, registers_level
  ld t0, 0(t0)
  beqz t0, 1f
  li t1, -1
  vsetvli t0, x0, e8, m8, ta, ma
  .irp n, 0, 8, 16, 24
    vmv.v.x v\n, t1
  .endr
1:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    li s\n, 0x5a5a
    fmv.d.x fs\n, s\n
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7
    li a\n, 0x5a5a
    fmv.d.x fa\n, a\n
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6
    li t\n, 0x5a5a
    fmv.d.x ft\n, t\n
  .endr
  move_saved ld, fld, sp, 0, 96
  addi sp, sp, 192
  ret
  .size foo_clobber, . - foo_clobber
  .endm
