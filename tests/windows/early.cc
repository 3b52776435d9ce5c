// What a constructor sees of a runtime's own constructor.
#include "rt.h"

static int seen = rt_array[0];

extern "C" __declspec(dllexport) int what_the_constructor_saw(void) {
  return rt_identify() == 7 ? seen : 0;
}
