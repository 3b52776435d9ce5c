// Asks for a function that older versions of the runtime do not have.
#include "rt.h"

#include <stdio.h>

extern "C" __attribute__((weak)) __declspec(dllimport) int rt_perhaps(int);

extern "C" __declspec(dllexport) int plugin_run(void) {
  if (rt_perhaps)
    printf("perhaps %d\n", rt_perhaps(rt_add(3, rt_data)));
  else
    printf("no\n");
  fflush(stdout);
  return 0;
}
