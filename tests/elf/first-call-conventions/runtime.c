#include "../common/runtime.c"
#include "conventions.h"

double foo_overwritten;

static double sum(double a, double b, double c, double d, double e, double f, double g, double h, double i) {
  return a * b + c * d + e * f + g * h + i;
}
static double (*volatile numbers)(double, double, double, double, double, double, double, double,
                                  double) = sum;

// Whoever loads this is inside of a call, whose arguments are in registers.
__attribute__((constructor)) static void overwrite_registers(void) {
  foo_overwritten = numbers(1, 2, 3, 4, 5, 6, 7, 8, 9);
}

#define DEFINE(name, attributes)                                                                             \
  double attributes foo_##name##_numbers(int a, double b, long c, float d, int e, double f, long g,          \
                                         double h, int i, double j, long k, double l) {                      \
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l;     \
  }                                                                                                          \
  struct words attributes foo_##name##_words(struct words a, int b) {                                        \
    return (struct words){a.a + b, a.b * b};                                                                 \
  }                                                                                                          \
  struct large attributes foo_##name##_large(struct large a, int b) {                                        \
    for (int i = 0; i < 5; ++i)                                                                              \
      a.a[i] *= b;                                                                                           \
    return a;                                                                                                \
  }                                                                                                          \
  void attributes foo_##name##_nothing(void) {}
CONVENTIONS(DEFINE)
