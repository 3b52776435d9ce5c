//! about: more imports than the record has room for at first: the plugin is linked a second time, with enough
//! variant: plugin | everywhere: | hosts: static linked local absent
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
//! check: test "$("$WEAKRT" inspect --json "$WEAK" | grep -o foo_many_ | wc -l)" = 300
#include "foo.h"
#include "many.h"

#include <stdio.h>

#define DECLARE(number) int foo_many_##number(void);
MANY(DECLARE)
#define POINTER(number) foo_many_##number,
static int (*const functions[])(void) = {MANY(POINTER)};

int plugin_run(void) {
  int sum = 0;
  for (unsigned i = 0; i < sizeof functions / sizeof *functions; ++i)
    sum += functions[i]();
  printf("%d %d\n", sum, foo_add(foo_many_399(), 1));
  return 0;
}
