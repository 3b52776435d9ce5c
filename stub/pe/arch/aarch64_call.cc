// AArch64: where LLD's and MSVC's thunks of delayed imports lead, with the descriptor in x0 and the slot in
// x1.
//
// Such a thunk keeps x0 to x7 and q0 to q7, the registers of arguments; but not x8, in which who calls says
// where a returned structure goes.

asm(R"(
  .section .drectve, "yni"
  .ascii " /alternatename:__pfnDliNotifyHook2=weakrt_no_hook"
  .ascii " /alternatename:__pfnDliFailureHook2=weakrt_no_hook"

  .section .text$weakrt_call, "xr"
  .globl __delayLoadHelper2
  .def __delayLoadHelper2
  .scl 2
  .type 32
  .endef
  .p2align 2
  .seh_proc __delayLoadHelper2
__delayLoadHelper2:
  stp x29, x30, [sp, #-48]!
  .seh_save_fplr_x 48
  mov x29, sp
  .seh_set_fp
  .seh_endprologue
  stp x0, x1, [sp, #16]
  str x8, [sp, #32]
  mov x0, x1
  bl weakrt_delay_loaded
  cbnz x0, 1f
  ldp x0, x1, [sp, #16]
  bl weakrt_delay_load
1:
  ldr x8, [sp, #32]
  .seh_startepilogue
  ldp x29, x30, [sp], #48
  .seh_save_fplr_x 48
  .seh_endepilogue
  ret
  .seh_endproc
  .text
)");
