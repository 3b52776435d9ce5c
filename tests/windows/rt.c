#define RT_INSIDE
#include "rt.h"

int rt_data = 2;
int rt_array[4] = {10, 20, 30, 40};
int (*rt_callback)(int);

__attribute__((constructor)) static void start(void) {
  rt_array[0] = 11;
}
int rt_add(int a, int b) {
  return a + b;
}
int rt_identify(void) {
  return 7;
}
const char *rt_version(void) {
  return "2.3.4";
}
#ifdef RT_MORE
__declspec(dllexport) int rt_extra = 50;
__declspec(dllexport) int rt_perhaps(int value) {
  return value;
}
#endif
