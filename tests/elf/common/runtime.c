#include "foo.h"

int foo_data = 42;
int foo_array[4] = {10, 20, 30, 40};
char foo_large[1 << 20];
const char foo_version[] = "2.3.4 (test)";
struct foo_object foo_none = {"none", foo_twice};

static int calls;

int foo_identify(void) {
  return 1;
}
int foo_is_live(void) {
  return 1;
}
int foo_add(int a, int b) {
  return a + b;
}
int foo_count(void) {
  return ++calls;
}
int foo_twice(int value) {
  return 2 * value;
}
const void *foo_where_data(void) {
  return &foo_data;
}
int (*foo_where_add(void))(int, int) {
  return foo_add;
}
int foo_is_twice(int (*function)(int)) {
  return function == foo_twice;
}
