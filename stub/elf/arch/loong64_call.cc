// LoongArch, 64 bits: where thunks lead. $t0 holds the import's index.
//
// Every register that can carry an argument is kept: $a0 to $a7, $fa0 to $fa7, and $t8, where a nested
// function finds its frame.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  # Bound already: by another thread, or who called kept the thunk's address.
  pcalau12i $t1, %pc_hi20(weakrt_targets)
  ld.d $t1, $t1, %pc_lo12(weakrt_targets)
  beqz $t1, 1f
  slli.d $t2, $t0, 3
  ldx.d $t1, $t1, $t2
  beqz $t1, 1f
  dbar 0x14
  jr $t1

1:
  addi.d $sp, $sp, -160
  .cfi_def_cfa_offset 160
  st.d $ra, $sp, 152
  .cfi_offset 1, -8
  st.d $t8, $sp, 144
  st.d $a0, $sp, 0
  st.d $a1, $sp, 8
  st.d $a2, $sp, 16
  st.d $a3, $sp, 24
  st.d $a4, $sp, 32
  st.d $a5, $sp, 40
  st.d $a6, $sp, 48
  st.d $a7, $sp, 56
  fst.d $fa0, $sp, 64
  fst.d $fa1, $sp, 72
  fst.d $fa2, $sp, 80
  fst.d $fa3, $sp, 88
  fst.d $fa4, $sp, 96
  fst.d $fa5, $sp, 104
  fst.d $fa6, $sp, 112
  fst.d $fa7, $sp, 120
  move $a0, $t0
  bl weakrt_bind_call
  move $t1, $a0
  fld.d $fa0, $sp, 64
  fld.d $fa1, $sp, 72
  fld.d $fa2, $sp, 80
  fld.d $fa3, $sp, 88
  fld.d $fa4, $sp, 96
  fld.d $fa5, $sp, 104
  fld.d $fa6, $sp, 112
  fld.d $fa7, $sp, 120
  ld.d $a0, $sp, 0
  ld.d $a1, $sp, 8
  ld.d $a2, $sp, 16
  ld.d $a3, $sp, 24
  ld.d $a4, $sp, 32
  ld.d $a5, $sp, 40
  ld.d $a6, $sp, 48
  ld.d $a7, $sp, 56
  ld.d $t8, $sp, 144
  ld.d $ra, $sp, 152
  .cfi_restore 1
  addi.d $sp, $sp, 160
  .cfi_def_cfa_offset 0
  jr $t1
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .popsection
)");
