#include "../common/runtime.c"
#include "trace.h"

#include <stdlib.h>

static int ready;

int foo_ready(void) {
  return ready;
}

#ifdef RUNTIME_ATEXIT
static void by_atexit(void) {
  trace("runtime: atexit");
}
#endif

__attribute__((constructor)) static void start(void) {
  ready = 1;
  trace("runtime: constructor");
#ifdef RUNTIME_ATEXIT
  atexit(by_atexit);
#endif
}
__attribute__((destructor)) static void finish(void) {
  ready = 0;
  trace("runtime: destructor");
}
