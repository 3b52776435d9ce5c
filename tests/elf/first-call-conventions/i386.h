#pragma once
#define CONVENTIONS(X)                                                                                       \
  X(one, __attribute__((regparm(1))))                                                                        \
  X(three, __attribute__((regparm(3))))                                                                      \
  X(fast, __attribute__((fastcall)))                                                                         \
  X(standard, __attribute__((stdcall)))                                                                      \
  X(this, __attribute__((thiscall)))
