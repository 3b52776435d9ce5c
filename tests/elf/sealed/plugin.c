//! about: slots are as read-only after binding as the loader leaves those of a hard plugin; others stay writable
//! hosts: static linked local absent
//! variant: relro | everywhere:
//! variant: norelro | plugin-flags: -Wl,-z,norelro
//! variant: large-relro | plugin-cflags: -DFILLER=40000
//! variant: program | program: | hosts: absent
#include "foo.h"

#include <stdio.h>
#include <string.h>

#ifndef FILLER
#define FILLER 1
#endif
int (*const before[FILLER])(int, int) = {foo_add};
int (*const sealed)(int, int) = foo_add;
int (*open_slot)(int, int) = foo_add;
static char bss[1];

static const char *protection(const void *address) {
  static char found[8];
  char line[4096];
  FILE *maps = fopen("/proc/self/maps", "r");
  strcpy(found, "?");
  while (fgets(line, sizeof line, maps)) {
    unsigned long begin, end;
    char mode[8];
    if (sscanf(line, "%lx-%lx %7s", &begin, &end, mode) == 3 && (unsigned long)address >= begin &&
        (unsigned long)address < end)
      strcpy(found, mode);
  }
  fclose(maps);
  return found;
}

int plugin_run(void) {
  printf("constant: %s\n", protection((const void *)&sealed));
  printf("constant: %s\n", protection((const void *)&before[FILLER - 1]));
  printf("variable: %s\n", protection((const void *)&open_slot));
  printf("code: %s\n", protection((const void *)plugin_run));
  printf("bss: %s\n", protection(bss));
  open_slot = 0;
  return foo_add(1, -1);
}
