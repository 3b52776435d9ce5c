// s390x: where thunks lead. %r1 holds the import's index.
//
// Every register that can carry an argument is kept: %r2 to %r6, %r0 (a nested function's frame), %f0, %f2,
// %f4 and %f6, and with the vector facility %v24 to %v31. The first 160 bytes of a caller's frame are its
// callee's.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .p2align 2
  .machine z13
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  # Bound already: by another thread, or who called kept the thunk's address.
  stg %r2, 16(%r15)
  larl %r2, weakrt_targets
  lg %r2, 0(%r2)
  ltgr %r2, %r2
  jz 1f
  sllg %r1, %r1, 3
  lg %r2, 0(%r1,%r2)
  ltgr %r2, %r2
  jz 0f
  lgr %r1, %r2
  lg %r2, 16(%r15)
  br %r1

0:
  srlg %r1, %r1, 3
1:
  lg %r2, 16(%r15)
  stmg %r2, %r15, 16(%r15)
  .cfi_offset %r14, -48
  .cfi_offset %r15, -40
  aghi %r15, -336
  .cfi_def_cfa_offset 496
  stg %r0, 160(%r15)
  std %f0, 168(%r15)
  std %f2, 176(%r15)
  std %f4, 184(%r15)
  std %f6, 192(%r15)
  larl %r2, weakrt_hwcap
  lg %r2, 0(%r2)
  tmll %r2, 2048
  jz 2f
  vstm %v24, %v31, 200(%r15)
2:
  llgfr %r2, %r1
  brasl %r14, weakrt_bind_call
  lgr %r1, %r2
  larl %r2, weakrt_hwcap
  lg %r2, 0(%r2)
  tmll %r2, 2048
  jz 3f
  vlm %v24, %v31, 200(%r15)
3:
  ld %f6, 192(%r15)
  ld %f4, 184(%r15)
  ld %f2, 176(%r15)
  ld %f0, 168(%r15)
  lg %r0, 160(%r15)
  lmg %r2, %r15, 352(%r15)
  .cfi_restore %r14
  .cfi_restore %r15
  .cfi_def_cfa_offset 160
  br %r1
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .popsection
)");
