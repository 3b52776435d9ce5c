#include "../common/runtime.c"
#include "many.h"

#define DEFINE(number)                                                                                       \
  int foo_many_##number(void);                                                                               \
  int foo_many_##number(void) {                                                                              \
    return number;                                                                                           \
  }
MANY(DEFINE)
