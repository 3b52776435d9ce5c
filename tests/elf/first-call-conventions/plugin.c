//! about: first calls of functions with other calling conventions than C's
//! only-on: x86_64 i686 aarch64 arm
//! manifest: ../first-call/call.toml
//! hosts: local absent
//! cflags: -O2
//! variant: gcc
//! variant: clang | compiler: clang | only-on: x86_64 i686 aarch64 | linkers: lld
#include "conventions.h"
#include "foo.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile double doubles[20] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
static volatile long integers[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

// Some conventions keep more registers than C's, and compilers leave values in them.
#define CHECK(name, attributes)                                                                              \
  static void name##_numbers(void) {                                                                         \
    printf("%g\n", foo_##name##_numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));                             \
  }                                                                                                          \
  static void name##_words(void) {                                                                           \
    const struct words got = foo_##name##_words((struct words){10, 20}, 3);                                  \
    printf("%ld %ld\n", got.a, got.b);                                                                       \
  }                                                                                                          \
  static void name##_large(void) {                                                                           \
    const struct large got = foo_##name##_large((struct large){{1, 2, 3, 4, 5}}, 3);                         \
    printf("%g %g\n", got.a[0], got.a[4]);                                                                   \
  }                                                                                                          \
  static void name##_nothing(void) {                                                                         \
    const double a = doubles[0], b = doubles[1], c = doubles[2], d = doubles[3], e = doubles[4],             \
                 f = doubles[5], g = doubles[6], h = doubles[7], i = doubles[8], j = doubles[9],             \
                 k = doubles[10], l = doubles[11], m = doubles[12], n = doubles[13];                         \
    const long o = integers[0], p = integers[1], q = integers[2], r = integers[3], s = integers[4],          \
               t = integers[5], u = integers[6], v = integers[7], w = integers[8], x = integers[9];          \
    foo_##name##_nothing();                                                                                  \
    printf("%g %g %g %g %g %g %g %g %g %g %g %g %g %g\n", a, b, c, d, e, f, g, h, i, j, k, l, m, n);         \
    printf("%ld %ld %ld %ld %ld %ld %ld %ld %ld %ld\n", o, p, q, r, s, t, u, v, w, x);                       \
  }
CONVENTIONS(CHECK)

#define NAMES(name, attributes) {#name, {name##_numbers, name##_words, name##_large, name##_nothing}},
static const struct {
  const char *name;
  void (*checks[4])(void);
} conventions[] = {CONVENTIONS(NAMES)};

// In a process of its own each is the first call; then the second.
static void run(void (*check)(void)) {
  const pid_t child = fork();
  if (child == 0) {
    check();
    check();
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (status != 0)
    printf("ended with %d\n", status);
}

int plugin_run(void) {
  for (unsigned i = 0; i < sizeof conventions / sizeof *conventions; ++i) {
    puts(conventions[i].name);
    for (unsigned k = 0; k < 4; ++k)
      run(conventions[i].checks[k]);
  }
  printf("parent %d\n", foo_add(1, 2));
  return 0;
}
