  .machine z13

#define LEVEL 0
#define GENERAL 8
#define SAVED 48
#define STACK 112
#define FP 144
#define SAVED_FP 176
#define VECTORS 240
#define SIZE 368

// What a function may store in its caller's frame, and where arguments in memory are behind it.
#define HEADER 160

  .macro move_fp move, base, offset
  .irp n, 0, 2, 4, 6
    \move %f\n, \offset+FP+\n*4(\base)
  .endr
  .endm
  .macro move_saved_fp move, base, offset
  .irp n, 8, 9, 10, 11, 12, 13, 14, 15
    \move %f\n, \offset+(\n-8)*8(\base)
  .endr
  .endm

  .macro caller name
  .globl \name
  .hidden \name
  .type \name, @function
\name:
  stmg %r3, %r15, 24(%r15)
  aghi %r15, -HEADER-32-64
  move_saved_fp std, %r15, HEADER+32
  lgr %r1, %r2
  lg %r0, LEVEL(%r1)
  ltgr %r0, %r0
  jz 0f
  vlm %v24, %v31, VECTORS(%r1)
0:
  mvc HEADER(32,%r15), STACK(%r1)
  move_fp ld, %r1, 0
  move_saved_fp ld, %r1, SAVED_FP
  lg %r0, GENERAL(%r1)
  lmg %r2, %r5, GENERAL+8(%r1)
  lmg %r6, %r13, SAVED(%r1)
  call_\name
  lg %r1, HEADER+32+64+24(%r15)
  stmg %r6, %r13, SAVED(%r1)
  move_saved_fp std, %r1, SAVED_FP
  move_saved_fp ld, %r15, HEADER+32
  lmg %r4, %r15, HEADER+32+64+32(%r15)
  br %r14
  .size \name, . - \name
  .endm

  .macro call_registers_by_plt
  brasl %r14, foo_store@PLT
  .endm
  .macro call_registers_by_pointer
  lgrl %r1, registers_target
  basr %r14, %r1
  .endm

  .macro registers_callers
  caller registers_by_plt
  caller registers_by_pointer
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, @function
foo_store:
  stmg %r14, %r15, 112(%r15)
  aghi %r15, -HEADER-SIZE
  stg %r0, HEADER+GENERAL(%r15)
  stmg %r2, %r5, HEADER+GENERAL+8(%r15)
  stmg %r6, %r13, HEADER+SAVED(%r15)
  move_fp std, %r15, HEADER
  move_saved_fp std, %r15, HEADER+SAVED_FP
  mvc HEADER+STACK(32,%r15), HEADER+SIZE+HEADER(%r15)
  lgrl %r0, registers_level
  stg %r0, HEADER+LEVEL(%r15)
  ltgr %r0, %r0
  jz 0f
  vstm %v24, %v31, HEADER+VECTORS(%r15)
0:
  la %r2, HEADER(%r15)
  brasl %r14, foo_keep
  lmg %r14, %r15, HEADER+SIZE+112(%r15)
  br %r14
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, @function
foo_clobber:
  stmg %r6, %r15, 48(%r15)
  aghi %r15, -HEADER-64
  move_saved_fp std, %r15, HEADER
  lgrl %r0, registers_level
  ltgr %r0, %r0
  jz 0f
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    vone %v\n
  .endr
0:
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
    lghi %r\n, 0x5a5a
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    ldgr %f\n, %r0
  .endr
  move_saved_fp ld, %r15, HEADER
  lmg %r6, %r15, HEADER+64+48(%r15)
  br %r14
  .size foo_clobber, . - foo_clobber
  .endm
