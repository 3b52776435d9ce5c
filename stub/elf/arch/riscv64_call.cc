// RISC-V, 64 bits: where thunks lead. t1 holds the import's index.
//
// Every register that can carry an argument is kept: a0 to a7, fa0 to fa7, t2, where a nested
// function finds its frame, and where there are any all vector registers: what the variant of the
// calling convention that passes vectors in some lets a function overwrite others may not.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .option push
  .option norelax
  .option arch, +d, +v
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  # Bound already: by another thread, or who called kept the thunk's address.
0:
  auipc t3, %pcrel_hi(weakrt_targets)
  ld t3, %pcrel_lo(0b)(t3)
  beqz t3, 1f
  slli t4, t1, 3
  add t3, t3, t4
  ld t3, 0(t3)
  beqz t3, 1f
  fence r, rw
  jr t3

1:
  addi sp, sp, -160
  .cfi_def_cfa_offset 160
  sd ra, 152(sp)
  .cfi_offset ra, -8
  sd s0, 144(sp)
  .cfi_offset s0, -16
  addi s0, sp, 160
  .cfi_def_cfa s0, 0
  sd t2, 136(sp)
  sd a0, 0(sp)
  sd a1, 8(sp)
  sd a2, 16(sp)
  sd a3, 24(sp)
  sd a4, 32(sp)
  sd a5, 40(sp)
  sd a6, 48(sp)
  sd a7, 56(sp)
  fsd fa0, 64(sp)
  fsd fa1, 72(sp)
  fsd fa2, 80(sp)
  fsd fa3, 88(sp)
  fsd fa4, 96(sp)
  fsd fa5, 104(sp)
  fsd fa6, 112(sp)
  fsd fa7, 120(sp)
2:
  auipc t3, %pcrel_hi(weakrt_hwcap)
  ld t3, %pcrel_lo(2b)(t3)
  # Bit 21 is that of V.
  slli t3, t3, 42
  bgez t3, 3f
  csrr t3, vlenb
  slli t3, t3, 3
  sub sp, sp, t3
  vs8r.v v0, (sp)
  sub sp, sp, t3
  vs8r.v v8, (sp)
  sub sp, sp, t3
  vs8r.v v16, (sp)
  sub sp, sp, t3
  vs8r.v v24, (sp)
3:
  mv a0, t1
  call weakrt_bind_call
  mv t4, a0
4:
  auipc t3, %pcrel_hi(weakrt_hwcap)
  ld t3, %pcrel_lo(4b)(t3)
  slli t3, t3, 42
  bgez t3, 5f
  csrr t3, vlenb
  slli t3, t3, 3
  vl8re8.v v24, (sp)
  add sp, sp, t3
  vl8re8.v v16, (sp)
  add sp, sp, t3
  vl8re8.v v8, (sp)
  add sp, sp, t3
  vl8re8.v v0, (sp)
5:
  addi sp, s0, -160
  fld fa0, 64(sp)
  fld fa1, 72(sp)
  fld fa2, 80(sp)
  fld fa3, 88(sp)
  fld fa4, 96(sp)
  fld fa5, 104(sp)
  fld fa6, 112(sp)
  fld fa7, 120(sp)
  ld a0, 0(sp)
  ld a1, 8(sp)
  ld a2, 16(sp)
  ld a3, 24(sp)
  ld a4, 32(sp)
  ld a5, 40(sp)
  ld a6, 48(sp)
  ld a7, 56(sp)
  ld t2, 136(sp)
  .cfi_def_cfa sp, 160
  ld s0, 144(sp)
  .cfi_restore s0
  ld ra, 152(sp)
  .cfi_restore ra
  addi sp, sp, 160
  .cfi_def_cfa_offset 0
  jr t4
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .option pop
  .popsection
)");
