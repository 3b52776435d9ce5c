#pragma once

// ebx ebp esi edi
static const int saved_registers[] = {3, 5, 6, 7};

static inline uintptr_t stopped_at(const ucontext_t *context) {
  return (uintptr_t)context->uc_mcontext.gregs[REG_EIP];
}
