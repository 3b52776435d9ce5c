#include "../common/runtime.c"

extern void host_is_asked(void) __attribute__((weak));

const char *foo_slow_version(void);
const char *foo_slow_version(void) {
  if (host_is_asked)
    host_is_asked();
  return FOO_VERSION;
}
