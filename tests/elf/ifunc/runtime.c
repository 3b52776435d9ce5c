#include "../common/runtime.c"

static int fast(int value) {
  return value + 100;
}
static int (*choose_fast(void))(int) {
  return fast;
}
int foo_fast(int) __attribute__((ifunc("choose_fast")));
