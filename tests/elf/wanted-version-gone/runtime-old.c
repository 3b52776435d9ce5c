#include "../common/runtime.c"

int foo_versioned(void);
int foo_versioned(void) {
  return 1;
}
