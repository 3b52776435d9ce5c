// An application's library that has the runtime inside and has started it.
#include "../../common/foo.h"

__attribute__((constructor)) static void start(void) {
  foo_set_live(1);
}
int engine_run(void) {
  return foo_add(1, 1);
}
