// 64-bit PowerPC, little-endian, ELFv2: where thunks lead. r12 holds the import's index.
//
// Every register that can carry an argument is kept: r3 to r10, r11 (a nested function's frame), f1 to f13
// and v2 to v13. r2 is whoever's called, so nothing is found through it, and it is kept: who called may have
// no reason to save it. The function is entered by its global entry, with its address in r12.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", @progbits
  .p2align 2
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, @function
weakrt_first_call:
  .cfi_startproc
  # Bound already: by another thread, or who called kept the thunk's address. The memory
  # below the stack pointer is ours (ELFv2 ABI 2.2.2.4).
  std 11, -8(1)
  mflr 0
  .cfi_register lr, 0
  bcl 20, 31, 0f
0:
  mflr 11
  mtlr 0
  .cfi_restore lr
  addis 11, 11, (weakrt_targets - 0b)@ha
  addi 11, 11, (weakrt_targets - 0b)@l
  ld 11, 0(11)
  cmpdi 11, 0
  beq 1f
  sldi 0, 12, 3
  ldx 11, 11, 0
  cmpdi 11, 0
  beq 1f
  lwsync
  mr 12, 11
  ld 11, -8(1)
  mtctr 12
  bctr

1:
  ld 11, -8(1)
  mflr 0
  std 0, 16(1)
  stdu 1, -464(1)
  .cfi_def_cfa_offset 464
  .cfi_offset lr, 16
  std 2, 24(1)
  std 3, 96(1)
  std 4, 104(1)
  std 5, 112(1)
  std 6, 120(1)
  std 7, 128(1)
  std 8, 136(1)
  std 9, 144(1)
  std 10, 152(1)
  std 11, 160(1)
  stfd 1, 168(1)
  stfd 2, 176(1)
  stfd 3, 184(1)
  stfd 4, 192(1)
  stfd 5, 200(1)
  stfd 6, 208(1)
  stfd 7, 216(1)
  stfd 8, 224(1)
  stfd 9, 232(1)
  stfd 10, 240(1)
  stfd 11, 248(1)
  stfd 12, 256(1)
  stfd 13, 264(1)
  li 0, 272
  stvx 2, 1, 0
  li 0, 288
  stvx 3, 1, 0
  li 0, 304
  stvx 4, 1, 0
  li 0, 320
  stvx 5, 1, 0
  li 0, 336
  stvx 6, 1, 0
  li 0, 352
  stvx 7, 1, 0
  li 0, 368
  stvx 8, 1, 0
  li 0, 384
  stvx 9, 1, 0
  li 0, 400
  stvx 10, 1, 0
  li 0, 416
  stvx 11, 1, 0
  li 0, 432
  stvx 12, 1, 0
  li 0, 448
  stvx 13, 1, 0
  mr 3, 12
  bcl 20, 31, 2f
2:
  mflr 12
  addis 12, 12, (weakrt_bind_call - 2b)@ha
  addi 12, 12, (weakrt_bind_call - 2b)@l
  mtctr 12
  bctrl
  ld 2, 24(1)
  mr 12, 3
  li 0, 272
  lvx 2, 1, 0
  li 0, 288
  lvx 3, 1, 0
  li 0, 304
  lvx 4, 1, 0
  li 0, 320
  lvx 5, 1, 0
  li 0, 336
  lvx 6, 1, 0
  li 0, 352
  lvx 7, 1, 0
  li 0, 368
  lvx 8, 1, 0
  li 0, 384
  lvx 9, 1, 0
  li 0, 400
  lvx 10, 1, 0
  li 0, 416
  lvx 11, 1, 0
  li 0, 432
  lvx 12, 1, 0
  li 0, 448
  lvx 13, 1, 0
  lfd 1, 168(1)
  lfd 2, 176(1)
  lfd 3, 184(1)
  lfd 4, 192(1)
  lfd 5, 200(1)
  lfd 6, 208(1)
  lfd 7, 216(1)
  lfd 8, 224(1)
  lfd 9, 232(1)
  lfd 10, 240(1)
  lfd 11, 248(1)
  lfd 12, 256(1)
  lfd 13, 264(1)
  ld 3, 96(1)
  ld 4, 104(1)
  ld 5, 112(1)
  ld 6, 120(1)
  ld 7, 128(1)
  ld 8, 136(1)
  ld 9, 144(1)
  ld 10, 152(1)
  ld 11, 160(1)
  addi 1, 1, 464
  .cfi_def_cfa_offset 0
  ld 0, 16(1)
  mtlr 0
  .cfi_restore lr
  mtctr 12
  bctr
  .cfi_endproc
  .size weakrt_first_call, . - weakrt_first_call
  .popsection
)");
