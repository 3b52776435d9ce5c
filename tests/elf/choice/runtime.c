#include "foo.h"

int foo_data = 42;
#ifndef FOO_VERSION
#define FOO_VERSION "2.3.4 (test)"
#endif
const char foo_version[] = FOO_VERSION;
#ifndef WITHOUT_SOME
int foo_array[4] = {10, 20, 30, 40};
int foo_count(void) {
  return 1;
}
#endif

// Alive unless the host says otherwise, for each copy by itself.
static int live = 1;
void foo_set_live(int value);
void foo_set_live(int value) {
  live = value;
}

int foo_identify(void) {
  return 1;
}
int foo_is_live(void) {
  return live;
}
int foo_add(int a, int b) {
  return a + b;
}
int foo_twice(int value) {
  return 2 * value;
}
