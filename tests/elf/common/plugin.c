// A plugin with functions, data, and pointers to both in its own data.
#include "foo.h"

#include <stdio.h>

static int (*const calls[])(int) = {foo_twice};
static int *const third = &foo_array[2];
struct foo_object *plugin_none = &foo_none;

int plugin_run(void) {
  printf("add %d data %d array %d %d\n", foo_add(3, 4), foo_data, foo_array[1], *third);
  printf("call %d %d same %d %d\n", calls[0](21), plugin_none->call(4), plugin_none->call == calls[0],
         foo_is_twice(calls[0]));
  printf("data at its place %d\n", foo_where_data() == &foo_data);
  foo_data += foo_count();
  printf("count %d data %d\n", foo_count(), foo_data);
  return 0;
}
