//! about: what the first call of a function passes and returns: variable arguments, structures, complex numbers, vectors
//! manifest: ../first-call/call.toml
//! hosts: local absent
//! cflags: -Wno-psabi
//! variant: O0 | cflags: -O0
//! variant: O2 | everywhere: | cflags: -O2
//! variant: no-plt | cflags: -O2 -fno-plt | only-on: x86_64 i686 aarch64 arm riscv64 s390x
//! variant: clang | cflags: -O2 -Wno-vla-cxx-extension | compiler: clang | only-on: x86_64
//! variant: sse | cflags: -O2 -msse2 | only-on: i686
//! variant: avx512 | cflags: -O2 -mavx512f | only-on: x86_64 i686 | requires: cpu:avx512f
#include "arguments.h"
#include "foo.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

// Each is the first call that its process makes, and the second.
#define CHECK(name, ...)                                                                                     \
  static void name(void) {                                                                                   \
    for (int i = 0; i < 2; ++i) {                                                                            \
      __VA_ARGS__                                                                                            \
    }                                                                                                        \
  }

static void print_floats(const char *name, const float *values, unsigned size) {
  printf("%s:", name);
  for (unsigned i = 0; i < size / sizeof *values; ++i)
    printf(" %g", (double)values[i]);
  puts("");
}

static double sum_list(int count, ...) {
  va_list list;
  va_start(list, count);
  const double sum = foo_sum_list(count, list);
  va_end(list);
  return sum;
}

static int twice(int a, double b) {
  return 2 * a + (int)b;
}

static const struct pair pair = {7, 8.5};
static const struct words words = {11, 13};
static const struct floats floats = {1.5f, 2.5f, 3.5f, 4.5f};
static const struct doubles doubles = {10.5, 20.5, 30.5};
static const struct large large = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
static const struct mixed mixed = {1.25L, 'b'};
static const widest wide = (widest)0x1122334455667788 * 0x10000001;

CHECK(variable_doubles, printf("%g\n", foo_sum(9, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5));)
CHECK(variable_none, printf("%g\n", foo_sum(0));)
CHECK(variable_kinds, printf("%Lg\n", foo_format("idlLpbdi", 1, 2.5, 3LL, 4.5L, pair, large, 5.5, 6));)
CHECK(variable_list, printf("%g\n", sum_list(4, 1.5, 2.5, 3.5, 4.5));)
CHECK(integers, printf("%ld\n", foo_integers(-1, -2, -3, -4, -5, 250, -7, -8, 9, 10, 11, -12));)
CHECK(floating, printf("%g\n", foo_floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18));)
CHECK(both, printf("%g\n", foo_both(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18));)
CHECK(long_doubles, printf("%Lg\n", foo_long_double(1, 2.5L, 3.5, 4.5L));)
CHECK(pairs, const struct pair got = foo_pair(pair, pair, 3); printf("%ld %g\n", got.a, got.b);)
CHECK(word_pairs, const struct words got = foo_words(1, words, words, words, words);
      printf("%ld %ld\n", got.a, got.b);)
CHECK(struct_floats, const struct floats got = foo_struct_floats(floats, floats, floats);
      print_floats("struct", &got.a, sizeof got);)
CHECK(struct_doubles, const struct doubles got = foo_struct_doubles(doubles, 2, doubles, doubles);
      printf("%g %g %g\n", got.a, got.b, got.c);)
CHECK(bytes, const struct bytes got = foo_bytes((struct bytes){"abc"}, 1);
      printf("%c%c%c\n", got.a[0], got.a[1], got.a[2]);)
CHECK(larges, const struct large got = foo_struct_large(large, 3, large);
      printf("%ld %ld\n", got.a[0], got.a[9]);)
CHECK(mixeds, const struct mixed got = foo_mixed(mixed, mixed); printf("%Lg %d\n", got.a, got.b);)
CHECK(unions, printf("%g\n", foo_union((union number){1.5}, (union number){2.5}).a);)
CHECK(widests, const widest got = foo_widest(1, wide, wide, 2, wide);
      printf("%llx %llx\n", (unsigned long long)(got >> 16 >> 48), (unsigned long long)got);)
CHECK(complexes, const double _Complex got = foo_complex(1 + 2 * I, 3 + 4 * I, 5, 6 + 7 * I);
      printf("%g %g\n", creal(got), cimag(got));)
CHECK(complex_floats, const float _Complex got = foo_complex_float(1 + 2 * I, 3 + 4 * I);
      printf("%g %g\n", (double)crealf(got), (double)cimagf(got));)
CHECK(complex_longs, const long double _Complex got = foo_complex_long(1.5L + 2.5L * I, 2);
      printf("%Lg %Lg\n", creall(got), cimagl(got));)
CHECK(callback, printf("%d\n", foo_callback(twice, 4, 5.5));)
CHECK(vectors_8, const vector_8 one = {1, 2}; const vector_8 got = foo_vector_8(one, 2, one);
      print_floats("vector", (const float *)&got, sizeof got);)
CHECK(vectors_16, const vector_16 one = {1, 2, 3, 4}; const vector_16 got = foo_vector_16(one, 2, one);
      print_floats("vector", (const float *)&got, sizeof got);)
CHECK(vectors_32, const vector_32 one = {1, 2, 3, 4, 5, 6, 7, 8};
      const vector_32 got = foo_vector_32(one, 2, one);
      print_floats("vector", (const float *)&got, sizeof got);)
CHECK(vectors_64, const vector_64 one = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
      const vector_64 got = foo_vector_64(one, 2, one);
      print_floats("vector", (const float *)&got, sizeof got);)

static void (*const checks[])(void) = {
    variable_doubles, variable_none, variable_kinds, variable_list, integers,       floating,      both,
    long_doubles,     pairs,         word_pairs,     struct_floats, struct_doubles, bytes,         larges,
    mixeds,           unions,        widests,        complexes,     complex_floats, complex_longs, callback,
    vectors_8,        vectors_16,    vectors_32,     vectors_64,
};

int plugin_run(void) {
  for (unsigned i = 0; i < sizeof checks / sizeof *checks; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      printf("%u\n", i);
      checks[i]();
      _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    if (status != 0)
      printf("ended with %d\n", status);
  }
  printf("parent %d\n", foo_add(1, 2));
  return 0;
}
