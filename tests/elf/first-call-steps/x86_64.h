#pragma once

// rbx rbp r12 r13 r14 r15
static const int saved_registers[] = {3, 6, 12, 13, 14, 15};

static inline uintptr_t stopped_at(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
}
