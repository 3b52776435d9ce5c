//! about: a pointer, a GOT entry and a PLT entry of one symbol; array elements and negative addends in static data
//! hosts: static linked nonpie local absent
//! variant: default | everywhere:
//! variant: no-relro | plugin-flags: -Wl,-z,norelro
//! variant: clang-O0 | compiler: clang | cflags: -O0
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie -Wl,-z,norelro | linkers: bfd lld mold
#include "foo.h"

#include <stdio.h>

int (*const table[])(int, int) = {foo_add, foo_add};
int (*writable[])(int, int) = {foo_add};
int *const elements[] = {&foo_array[0], &foo_array[3], &foo_array[1] - 2 + 1};
static struct {
  char pad[3];
  int (*unaligned)(int);
} __attribute__((packed)) odd = {"ab", foo_twice};

int plugin_run(void) {
  int (*volatile by_got)(int, int) = foo_add;
  printf("%d %d %d\n", table[0] == by_got, table[1] == by_got, writable[0] == by_got);
  printf("%d %d %d\n", *elements[0], *elements[1], *elements[2]);
  printf("%d %d\n", foo_add(1, 2), odd.unaligned(3));
  printf("%d\n", foo_where_add() == by_got);
  return 0;
}
