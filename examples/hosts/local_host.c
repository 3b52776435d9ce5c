// A program that loads libpython for itself, RTLD_LOCAL, and has initialised it before it loads a plugin.
#include "host.h"

#include <dlfcn.h>
#include <stdio.h>

static void *symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  if (address == NULL)
    printf("error=%s\n", dlerror());
  return address;
}

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s LIBPYTHON PLUGIN\n", argv[0]);
    return 2;
  }
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    printf("error=%s\n", dlerror());
    return 2;
  }
  void (*initialize)(int) = (void (*)(int))symbol(library, "Py_InitializeEx");
  int (*finalize)(void) = (int (*)(void))symbol(library, "Py_FinalizeEx");
  if (initialize == NULL || finalize == NULL)
    return 2;
  initialize(0);
  printf("none_address_host=%p\n", symbol(library, "_Py_NoneStruct"));
  int exit_code = host_plugin(argv[2], "python");
  return finalize() == 0 ? exit_code : 1;
}
