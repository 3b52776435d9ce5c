__declspec(dllimport) extern int rt_data;
__declspec(dllimport) int rt_add(int, int);

#include <stdio.h>

__declspec(dllexport) int plugin_run(void) {
  printf("%d\n", rt_add(40, rt_data));
  return 0;
}
