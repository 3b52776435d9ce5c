// TLS descriptors of AArch64 ("ELF for the Arm 64-bit Architecture", "Thread Local Storage"): x0 is the
// slot's address and then the result; x30 and the flags may change, no other register. Of SVE's only what is
// the vector registers of Advanced SIMD must stay; compilers expect no more.
#include "stub/elf/tls_descriptor.h"

extern "C" {

[[gnu::naked]] void weakrt_static_descriptor() {
  asm("ldr x0, [x0, #8]\n"
      "ret\n");
}

[[gnu::naked]] void weakrt_unbound_descriptor() {
  asm("str x1, [sp, #-16]!\n"
      ".cfi_def_cfa_offset 16\n"
      "ldr x0, [x0, #8]\n"
      "mrs x1, tpidr_el0\n"
      "sub x0, x0, x1\n"
      "ldr x1, [sp], #16\n"
      ".cfi_def_cfa_offset 0\n"
      "ret\n");
}

[[gnu::naked]] void weakrt_dynamic_descriptor() {
  asm(".arch_extension fp\n"
      ".arch_extension simd\n"
      "sub sp, sp, #672\n"
      ".cfi_def_cfa_offset 672\n"
      "stp x29, x30, [sp]\n"
      ".cfi_offset x29, -672\n"
      ".cfi_offset x30, -664\n"
      "mov x29, sp\n"
      "stp x1, x2, [sp, #16]\n"
      "stp x3, x4, [sp, #32]\n"
      "stp x5, x6, [sp, #48]\n"
      "stp x7, x8, [sp, #64]\n"
      "stp x9, x10, [sp, #80]\n"
      "stp x11, x12, [sp, #96]\n"
      "stp x13, x14, [sp, #112]\n"
      "stp x15, x16, [sp, #128]\n"
      "stp x17, x18, [sp, #144]\n"
      "stp q0, q1, [sp, #160]\n"
      "stp q2, q3, [sp, #192]\n"
      "stp q4, q5, [sp, #224]\n"
      "stp q6, q7, [sp, #256]\n"
      "stp q8, q9, [sp, #288]\n"
      "stp q10, q11, [sp, #320]\n"
      "stp q12, q13, [sp, #352]\n"
      "stp q14, q15, [sp, #384]\n"
      "stp q16, q17, [sp, #416]\n"
      "stp q18, q19, [sp, #448]\n"
      "stp q20, q21, [sp, #480]\n"
      "stp q22, q23, [sp, #512]\n"
      "stp q24, q25, [sp, #544]\n"
      "stp q26, q27, [sp, #576]\n"
      "stp q28, q29, [sp, #608]\n"
      "stp q30, q31, [sp, #640]\n"
      "ldr x0, [x0, #8]\n"
      "bl __tls_get_addr\n"
      "mrs x1, tpidr_el0\n"
      "sub x0, x0, x1\n"
      "ldp x1, x2, [sp, #16]\n"
      "ldp x3, x4, [sp, #32]\n"
      "ldp x5, x6, [sp, #48]\n"
      "ldp x7, x8, [sp, #64]\n"
      "ldp x9, x10, [sp, #80]\n"
      "ldp x11, x12, [sp, #96]\n"
      "ldp x13, x14, [sp, #112]\n"
      "ldp x15, x16, [sp, #128]\n"
      "ldp x17, x18, [sp, #144]\n"
      "ldp q0, q1, [sp, #160]\n"
      "ldp q2, q3, [sp, #192]\n"
      "ldp q4, q5, [sp, #224]\n"
      "ldp q6, q7, [sp, #256]\n"
      "ldp q8, q9, [sp, #288]\n"
      "ldp q10, q11, [sp, #320]\n"
      "ldp q12, q13, [sp, #352]\n"
      "ldp q14, q15, [sp, #384]\n"
      "ldp q16, q17, [sp, #416]\n"
      "ldp q18, q19, [sp, #448]\n"
      "ldp q20, q21, [sp, #480]\n"
      "ldp q22, q23, [sp, #512]\n"
      "ldp q24, q25, [sp, #544]\n"
      "ldp q26, q27, [sp, #576]\n"
      "ldp q28, q29, [sp, #608]\n"
      "ldp q30, q31, [sp, #640]\n"
      "ldp x29, x30, [sp]\n"
      "add sp, sp, #672\n"
      ".cfi_def_cfa_offset 0\n"
      ".cfi_restore x29\n"
      ".cfi_restore x30\n"
      "ret\n"
      ".weak __tls_get_addr\n");
}

} // extern "C"

namespace weakrt::elf {

void prepare_dynamic_descriptors() {}

} // namespace weakrt::elf
