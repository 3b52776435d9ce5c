#include "../common/runtime.c"

#include "state.h"

__thread int foo_state = 7;
__thread int foo_zero;
__thread short foo_table[8] = {0, 1, 4, 9, 16, 25, 36, 49};
__thread struct foo_context foo_context = {"context", 3};

const void *foo_where_state(void) {
  return &foo_state;
}
const void *foo_where_zero(void) {
  return &foo_zero;
}
const void *foo_where_table(void) {
  return foo_table;
}
const void *foo_where_context(void) {
  return &foo_context;
}
