#pragma once
#define CONVENTIONS(X)                                                                                       \
  X(vector, __attribute__((aarch64_vector_pcs)))                                                             \
  X(swift, __attribute__((swiftcall)))                                                                       \
  X(most, __attribute__((preserve_most)))                                                                    \
  X(all, __attribute__((preserve_all)))
