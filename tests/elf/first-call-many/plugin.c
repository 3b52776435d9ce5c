//! about: 5000 imports, bound by the first call of the last one
//! manifest: ../first-call/call.toml
//! hosts: local absent
//! variant: by-name
//! variant: by-pointer | plugin-cflags: -DPOINTER_FIRST
#include "many.h"

#include <stdio.h>

#define DECLARE(number) int foo_many_##number(void);
MANY(DECLARE)
#define POINTER(number) foo_many_##number,
static int (*const functions[])(void) = {MANY(POINTER)};
enum { count = sizeof functions / sizeof *functions };

// Taken before anything is bound: where calls bind, addresses of what comes before each function.
static int (*volatile kept[count])(void);

int plugin_run(void) {
  int sum = 0, sum_of_kept = 0;
  for (int i = 0; i < count; ++i)
    kept[i] = functions[i];
#ifdef POINTER_FIRST
  printf("%d\n", kept[count - 1]());
#else
  printf("%d\n", foo_many_5999());
#endif
  for (int i = 0; i < count; ++i) {
    sum += functions[i]();
    sum_of_kept += kept[i]();
  }
  printf("%d %d\n", sum, sum_of_kept);
  return 0;
}
