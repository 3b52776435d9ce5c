// vectorcall is missing: its names ("f@@24") look like versions to ELF linkers, which refuse to export them.
#pragma once
#define CONVENTIONS(X)                                                                                       \
  X(ms, __attribute__((ms_abi)))                                                                             \
  X(reg, __attribute__((regcall)))                                                                           \
  X(swift, __attribute__((swiftcall)))                                                                       \
  X(most, __attribute__((preserve_most)))                                                                    \
  X(all, __attribute__((preserve_all)))
