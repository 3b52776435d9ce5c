// What a constructor sees, what static pointers to the runtime hold, calls and data.
#include "rt.h"

#include <stdio.h>

#ifdef LATE
static int early = 42;
#else
static int early = rt_add(40, rt_data);
#endif
#ifdef RT_AUTO_IMPORT
static int *third = &rt_array[2];
#else
static int *third;
#endif
static int twice(int value) {
  return 2 * value;
}

extern "C" __declspec(dllexport) int plugin_run(void) {
  if (rt_identify() != 7)
    return 5;
  rt_callback = twice;
  printf("early %d, now %d, third %d, array %d, back %d\n", early, rt_add(1, rt_data), third ? *third : 30,
         rt_array[1], rt_callback(21));
  printf("same function: %d\n", &rt_add == &rt_add);
  fflush(stdout);
  return 0;
}
