// vectorcall is missing: its names ("f@@24") look like versions to ELF linkers, which refuse to export them.
#pragma once
#define CONVENTIONS(X)                                                                                       \
  X(three, __attribute__((regparm(3))))                                                                      \
  X(fast, __attribute__((fastcall)))                                                                         \
  X(standard, __attribute__((stdcall)))                                                                      \
  X(this, __attribute__((thiscall)))                                                                         \
  X(reg, __attribute__((regcall)))
