#include "foo.h"

#ifndef FOO_VERSION
#define FOO_VERSION "2.3.4 (test)"
#endif

int foo_data = 42;
const char foo_version[] = FOO_VERSION;

#ifndef FOO_LIVE
#define FOO_LIVE 0
#endif
static int live = FOO_LIVE;
static int calls;
/// Called whenever it is asked whether it is initialised.
void (*foo_on_ask)(void);

void foo_set_live(int value) {
  live = value;
}
int foo_is_live(void) {
  if (foo_on_ask)
    foo_on_ask();
  return live;
}
int foo_identify(void) {
  return 1;
}
int foo_add(int a, int b) {
  return a + b;
}
int (*foo_where_add(void))(int, int) {
  return foo_add;
}
const void *foo_where_data(void) {
  return &foo_data;
}
#ifndef WITHOUT_SOME
int foo_array[4] = {10, 20, 30, 40};
int foo_count(void) {
  return ++calls;
}
int foo_twice(int value) {
  return 2 * value + 0 * calls;
}
#endif
