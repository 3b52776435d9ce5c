// Imports the plugin, and then the runtime.
#include <stdio.h>

__declspec(dllimport) int what_the_constructor_saw(void), rt_identify(void);

int main(void) {
  printf("the constructor saw %d\n", what_the_constructor_saw());
  return rt_identify() - 7;
}
