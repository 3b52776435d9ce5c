#pragma once
#define CONVENTIONS(X) X(vector, __attribute__((aarch64_vector_pcs)))
