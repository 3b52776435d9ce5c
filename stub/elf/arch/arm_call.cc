// 32-bit Arm: where thunks lead. ip, which the procedure call standard leaves to code between
// functions, holds the import's index.
//
// Every register that can carry an argument is kept: r0 to r3 and d0 to d7. In Arm code, as the thunks
// are, so that nothing between them changes the instruction set.

asm(R"(
  .pushsection .text.weakrt_first_call, "ax", %progbits
  .arm
  .p2align 2
  .globl weakrt_first_call
  .hidden weakrt_first_call
  .type weakrt_first_call, %function
weakrt_first_call:
  .fnstart
  .cantunwind
  @ Bound already: by another thread, or who called kept the thunk's address.
  str r0, [sp, #-8]!
  ldr r0, 3f
2:
  ldr r0, [pc, r0]
  cmp r0, #0
  beq 1f
  ldr r0, [r0, ip, lsl #2]
  cmp r0, #0
  beq 1f
  dmb ish
  mov ip, r0
  ldr r0, [sp], #8
  bx ip

1:
  ldr r0, [sp], #8
  push {r0, r1, r2, r3, r4, lr}
  vpush {d0, d1, d2, d3, d4, d5, d6, d7}
  mov r0, ip
  bl weakrt_bind_call
  mov ip, r0
  vpop {d0, d1, d2, d3, d4, d5, d6, d7}
  pop {r0, r1, r2, r3, r4, lr}
  bx ip
3:
  .word weakrt_targets - (2b + 8)
  .fnend
  .size weakrt_first_call, . - weakrt_first_call
  .thumb
  .popsection
)");
