  .syntax unified
  .arm
  .fpu vfpv3-d16

#define LEVEL 0
#define GENERAL 4
#define SAVED 20
#define STACK 52
#define VECTORS 72
#define SIZE 200

  .macro caller name
  .globl \name
  .hidden \name
  .type \name, %function
\name:
  push {r1, r4, r5, r6, r7, r8, r9, r10, r11, lr}
  vpush {d8, d9, d10, d11, d12, d13, d14, d15}
  sub sp, sp, #16
  mov ip, r0
  add r0, ip, #STACK
  ldm r0, {r1, r2, r3, r4}
  stm sp, {r1, r2, r3, r4}
  add r0, ip, #VECTORS
  vldm r0, {d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15}
  add ip, ip, #GENERAL
  ldm ip, {r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11}
  call_\name
  ldr ip, [sp, #80]
  add lr, ip, #SAVED
  stm lr, {r4, r5, r6, r7, r8, r9, r10, r11}
  add lr, ip, #VECTORS+64
  vstm lr, {d8, d9, d10, d11, d12, d13, d14, d15}
  add sp, sp, #16
  vpop {d8, d9, d10, d11, d12, d13, d14, d15}
  pop {r1, r4, r5, r6, r7, r8, r9, r10, r11, pc}
  .size \name, . - \name
  .endm

  .macro call_registers_by_plt
  bl foo_store(PLT)
  .endm
  .macro call_registers_by_pointer
  ldr ip, 0f
1:
  ldr ip, [pc, ip]
  blx ip
  b 2f
0:
  .word registers_target - (1b + 8)
2:
  .endm

  .macro registers_callers
  caller registers_by_plt
  caller registers_by_pointer
  .endm

  .macro registers_store
  .globl foo_store
  .type foo_store, %function
foo_store:
  push {ip, lr}
  sub sp, sp, #SIZE
  add ip, sp, #GENERAL
  stm ip, {r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11}
  add ip, sp, #VECTORS
  vstm ip, {d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, d10, d11, d12, d13, d14, d15}
  add ip, sp, #SIZE+8
  ldm ip, {r0, r1, r2, r3}
  add ip, sp, #STACK
  stm ip, {r0, r1, r2, r3}
  mov r0, #0
  str r0, [sp, #LEVEL]
  mov r0, sp
  bl foo_keep
  add sp, sp, #SIZE
  pop {ip, pc}
  .size foo_store, . - foo_store
  .endm

  .macro registers_clobber
  .globl foo_clobber
  .hidden foo_clobber
  .type foo_clobber, %function
foo_clobber:
  push {r4, r5, r6, r7, r8, r9, r10, r11, ip, lr}
  vpush {d8, d9, d10, d11, d12, d13, d14, d15}
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14
    mov r\n, #0x5a
  .endr
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    vmov d\n, r0, r1
  .endr
  vpop {d8, d9, d10, d11, d12, d13, d14, d15}
  pop {r4, r5, r6, r7, r8, r9, r10, r11, ip, pc}
  .size foo_clobber, . - foo_clobber
  .endm
