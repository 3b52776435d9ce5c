#include "../common/runtime.c"

#include <dlfcn.h>

__attribute__((constructor)) static void start(void) {
  void (*hook)(void) = (void (*)(void))dlsym(RTLD_DEFAULT, "host_hook");
  if (hook)
    hook();
}
