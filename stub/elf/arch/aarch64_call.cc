// AArch64: where thunks lead. w16, which the procedure call standard leaves to code between functions,
// holds the import's index.
//
// Every register that can carry an argument is kept: x0 to x8, and what nested functions and
// languages of their own use (x9 to x15, x18); and the vector registers, all of them, because who calls a
// function of another procedure call standard (aarch64_vector_pcs, preserve_all) relies on more than the
// base standard keeps; with SVE these at their full length, and the predicates. What is bound calls other
// people's constructors, which keep none of it.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .arch_extension sve
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  // Bound already: by another thread, or who called kept the thunk's address.
  adrp x17, weakrt_targets
  ldr x17, [x17, :lo12:weakrt_targets]
  cbz x17, 1f
  add x17, x17, w16, uxtw #3
  ldar x17, [x17]
  cbz x17, 1f
  br x17

1:
  stp x29, x30, [sp, #-176]!
  .cfi_def_cfa_offset 176
  .cfi_offset x29, -176
  .cfi_offset x30, -168
  mov x29, sp
  .cfi_def_cfa_register x29
  stp x0, x1, [sp, #16]
  stp x2, x3, [sp, #32]
  stp x4, x5, [sp, #48]
  stp x6, x7, [sp, #64]
  stp x8, x9, [sp, #80]
  stp x10, x11, [sp, #96]
  stp x12, x13, [sp, #112]
  stp x14, x15, [sp, #128]
  stp x18, x19, [sp, #144]
  .cfi_offset x19, -24
  sub sp, sp, #512
  stp q0, q1, [sp, #0]
  stp q2, q3, [sp, #32]
  stp q4, q5, [sp, #64]
  stp q6, q7, [sp, #96]
  stp q8, q9, [sp, #128]
  stp q10, q11, [sp, #160]
  stp q12, q13, [sp, #192]
  stp q14, q15, [sp, #224]
  stp q16, q17, [sp, #256]
  stp q18, q19, [sp, #288]
  stp q20, q21, [sp, #320]
  stp q22, q23, [sp, #352]
  stp q24, q25, [sp, #384]
  stp q26, q27, [sp, #416]
  stp q28, q29, [sp, #448]
  stp q30, q31, [sp, #480]
  adrp x19, weakrt_hwcap
  ldr x19, [x19, :lo12:weakrt_hwcap]
  tbz x19, #22, 2f
  addvl sp, sp, #-32
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    str z\n, [sp, #\n, mul vl]
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    str z\n, [sp, #\n, mul vl]
  .endr
  addpl sp, sp, #-16
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    str p\n, [sp, #\n, mul vl]
  .endr
2:
  mov w0, w16
  bl weakrt_bind_call
  mov x17, x0
  tbz x19, #22, 3f
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    ldr p\n, [sp, #\n, mul vl]
  .endr
  addpl sp, sp, #16
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    ldr z\n, [sp, #\n, mul vl]
  .endr
  .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    ldr z\n, [sp, #\n, mul vl]
  .endr
  b 4f
3:
  ldp q0, q1, [sp, #0]
  ldp q2, q3, [sp, #32]
  ldp q4, q5, [sp, #64]
  ldp q6, q7, [sp, #96]
  ldp q8, q9, [sp, #128]
  ldp q10, q11, [sp, #160]
  ldp q12, q13, [sp, #192]
  ldp q14, q15, [sp, #224]
  ldp q16, q17, [sp, #256]
  ldp q18, q19, [sp, #288]
  ldp q20, q21, [sp, #320]
  ldp q22, q23, [sp, #352]
  ldp q24, q25, [sp, #384]
  ldp q26, q27, [sp, #416]
  ldp q28, q29, [sp, #448]
  ldp q30, q31, [sp, #480]
4:
  mov sp, x29
  .cfi_def_cfa_register sp
  ldp x18, x19, [sp, #144]
  .cfi_restore x19
  ldp x14, x15, [sp, #128]
  ldp x12, x13, [sp, #112]
  ldp x10, x11, [sp, #96]
  ldp x8, x9, [sp, #80]
  ldp x6, x7, [sp, #64]
  ldp x4, x5, [sp, #48]
  ldp x2, x3, [sp, #32]
  ldp x0, x1, [sp, #16]
  ldp x29, x30, [sp], #176
  .cfi_restore x29
  .cfi_restore x30
  .cfi_def_cfa_offset 0
  br x17
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .popsection
)");
