// TLS descriptors of x86-64 (Oliva, "Thread-Local Storage Descriptors for IA32 and AMD64/EM64T"): %rax is the
// slot's address and then the result; of all other registers only the flags may change.
#include "stub/elf/tls_descriptor.h"

#include <stdint.h>

extern "C" {

/// How the registers are saved that __tls_get_addr may change: 0 by FXSAVE, 1 XSAVE, 2 XSAVEC;
/// and how much room that takes.
[[gnu::used, gnu::visibility("hidden")]] uint32_t weakrt_saved_by, weakrt_saved_size;

[[gnu::naked]] void weakrt_static_descriptor() {
  asm("movq 8(%rax), %rax\n"
      "ret\n");
}

[[gnu::naked]] void weakrt_unbound_descriptor() {
  asm("movq 8(%rax), %rax\n"
      "subq %fs:0, %rax\n"
      "ret\n");
}

// The vector registers at full width, the x87 ones, the tiles of AMX and what may come: whatever the
// processor has, but not the keys that protect memory (PKRU, bit 9).
[[gnu::naked]] void weakrt_dynamic_descriptor() {
  asm("pushq %rbp\n"
      ".cfi_def_cfa_offset 16\n"
      ".cfi_offset %rbp, -16\n"
      "movq %rsp, %rbp\n"
      ".cfi_def_cfa_register %rbp\n"
      "pushq %rdi\n"
      "pushq %rsi\n"
      "pushq %rdx\n"
      "pushq %rcx\n"
      "pushq %r8\n"
      "pushq %r9\n"
      "pushq %r10\n"
      "pushq %r11\n"
      "movq 8(%rax), %rdi\n"
      "movl weakrt_saved_size(%rip), %eax\n"
      "subq %rax, %rsp\n"
      "andq $-64, %rsp\n"
      "movl $0xfffffdff, %eax\n"
      "movl $-1, %edx\n"
      "movl weakrt_saved_by(%rip), %ecx\n"
      "testl %ecx, %ecx\n"
      "jz 1f\n"
      // The header, of which neither instruction writes all.
      "xorl %esi, %esi\n"
      "movq %rsi, 512(%rsp)\n"
      "movq %rsi, 520(%rsp)\n"
      "movq %rsi, 528(%rsp)\n"
      "movq %rsi, 536(%rsp)\n"
      "movq %rsi, 544(%rsp)\n"
      "movq %rsi, 552(%rsp)\n"
      "movq %rsi, 560(%rsp)\n"
      "movq %rsi, 568(%rsp)\n"
      "decl %ecx\n"
      "jz 2f\n"
      "xsavec (%rsp)\n"
      "jmp 3f\n"
      "2: xsave (%rsp)\n"
      "jmp 3f\n"
      "1: fxsave (%rsp)\n"
      "3: call *__tls_get_addr@GOTPCREL(%rip)\n"
      "movq %rax, %rsi\n"
      "movl $0xfffffdff, %eax\n"
      "movl $-1, %edx\n"
      "cmpl $0, weakrt_saved_by(%rip)\n"
      "je 4f\n"
      "xrstor (%rsp)\n"
      "jmp 5f\n"
      "4: fxrstor (%rsp)\n"
      "5: movq %rsi, %rax\n"
      "subq %fs:0, %rax\n"
      "leaq -64(%rbp), %rsp\n"
      "popq %r11\n"
      "popq %r10\n"
      "popq %r9\n"
      "popq %r8\n"
      "popq %rcx\n"
      "popq %rdx\n"
      "popq %rsi\n"
      "popq %rdi\n"
      "popq %rbp\n"
      ".cfi_def_cfa %rsp, 8\n"
      "ret\n"
      ".weak __tls_get_addr\n");
}

} // extern "C"

namespace weakrt::elf {

namespace {
struct Cpuid {
  uint32_t a, b, c, d;
};
} // namespace

static Cpuid cpuid(uint32_t leaf, uint32_t subleaf) {
  Cpuid told;
  asm("cpuid" : "=a"(told.a), "=b"(told.b), "=c"(told.c), "=d"(told.d) : "a"(leaf), "c"(subleaf));
  return told;
}

void prepare_dynamic_descriptors() {
  constexpr uint32_t OSXSAVE = 1u << 27, XSAVEC = 1u << 1, fxsave_size = 512;
  if (weakrt_saved_size)
    return;
  weakrt_saved_size = fxsave_size;
  if (!(cpuid(1, 0).c & OSXSAVE))
    return;
  Cpuid by_xsavec = cpuid(13, 1);
  weakrt_saved_by = by_xsavec.a & XSAVEC ? 2 : 1;
  weakrt_saved_size = weakrt_saved_by == 2 ? by_xsavec.b : cpuid(13, 0).b;
}

} // namespace weakrt::elf
