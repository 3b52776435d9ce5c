// A plugin whose runtime comes after it: plugin_run may be called before, and tells what is there.
#include "rt.h"

#include <stdio.h>

// Made by the compiler's code, which asks the slot again each time; and by mingw's C library, once.
#ifdef RT_AUTO_IMPORT
static int *pointer = &rt_array[3];
static int *const read_only = &rt_array[2];
extern "C" int rt_extra;
static int *volatile extra = &rt_extra;
// As compilers for i386 have it, what is computed is an operand in the middle of code; and by the section's
// name, in the page of the stub's code that computes it anew.
__attribute__((section(".text$_ZN6weakrt2pe9"), noinline)) static int *in_code() {
  int *address;
  asm("movabsq $rt_array, %0" : "=r"(address));
  return address;
}
#endif
static int (*function)(int, int) = rt_add;

// Without weak a compiler takes it that an import is always there; without dllimport a linker makes none.
extern "C" __attribute__((weak)) __declspec(dllimport) int rt_perhaps(int);

extern "C" __declspec(dllexport) int plugin_run(void) {
  printf("%d %d %d", rt_add(20, rt_data), function(1, 2), rt_array[1]);
#ifdef RT_AUTO_IMPORT
  printf(" %d %d %d", *pointer, *read_only, in_code()[1]);
  if (extra)
    printf(" %d", *extra);
#endif
  printf(", %s\n", rt_perhaps ? "more" : "no more");
  fflush(stdout);
  return 0;
}
