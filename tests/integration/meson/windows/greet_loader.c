#include "greet.h"

#include <stdio.h>

__declspec(dllexport) void greet_loader_hello(void) {
  printf("hello from greet %s in %s\n", greet_version, greet_home());
  fflush(stdout);
}
