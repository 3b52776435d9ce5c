// The calling conventions that a function can be declared with, by architecture (ARCHITECTURE.h):
// CONVENTIONS(X), with X(NAME, ATTRIBUTES) for each.
#pragma once

#if defined __x86_64__ && defined __clang__
#include "x86_64-clang.h"
#elif defined __x86_64__
#include "x86_64.h"
#elif defined __i386__ && defined __clang__
#include "i386-clang.h"
#elif defined __i386__
#include "i386.h"
#elif defined __aarch64__ && defined __clang__
#include "aarch64-clang.h"
#elif defined __aarch64__
#include "aarch64.h"
#elif defined __arm__
#include "arm.h"
#endif

struct words {
  long a, b;
};
struct large {
  double a[5];
};

#define DECLARE(name, attributes)                                                                            \
  double attributes foo_##name##_numbers(int a, double b, long c, float d, int e, double f, long g,          \
                                         double h, int i, double j, long k, double l);                       \
  struct words attributes foo_##name##_words(struct words a, int b);                                         \
  struct large attributes foo_##name##_large(struct large a, int b);                                         \
  void attributes foo_##name##_nothing(void);
CONVENTIONS(DECLARE)
