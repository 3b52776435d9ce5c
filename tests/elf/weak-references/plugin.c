//! about: weak references in the source are optional: null where the runtime lacks them, bound where it has them
//! variant: plugin | everywhere: | hosts: static linked local absent
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
//! check: test $("$WEAKRT" inspect "$WEAK" | grep -c optional) = 4
#include "foo.h"

#include <stdio.h>

extern int foo_missing(int) __attribute__((weak));
extern int foo_missing_data __attribute__((weak));
extern int foo_twice(int) __attribute__((weak));
extern int foo_array[4] __attribute__((weak));
int (*static_missing)(int) = foo_missing;
int (*static_present)(int) = foo_twice;
int *element_of_missing = &foo_missing_data;
// Hard, this is 0 + 8, which no null check finds. Weak it is so, too, where the slot holds the addend (REL),
// and null elsewhere.
char *third_of_missing = (char *)&foo_missing_data + 8;

int plugin_run(void) {
  printf("strong %d\n", foo_add(1, 2));
  printf("missing %d %d\n", foo_missing == 0, &foo_missing_data == 0);
  printf("static %d %d\n", static_missing == 0, element_of_missing == 0);
  printf("third %d\n", (int)(long)third_of_missing & ~8);
  printf("present %d %d\n", foo_twice ? foo_twice(4) : -1, foo_array[3]);
  printf("static present %d\n", static_present ? static_present(5) : -1);
  return 0;
}
