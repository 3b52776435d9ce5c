#include "../common/runtime.c"

// The host's lock; recursive.
extern void host_lock(void) __attribute__((weak));
extern void host_unlock(void) __attribute__((weak));

__attribute__((constructor)) static void start(void) {
  if (host_lock) {
    host_lock();
    host_unlock();
  }
}
