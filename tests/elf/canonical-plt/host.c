#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  void (*see)(int (*)(int), int (*)(int, int)) = plugin ? dlsym(plugin, "plugin_see") : 0;
  if (!see)
    return 3;
  see(foo_twice, foo_add);
  printf("host and runtime: %d %d\n", foo_is_twice(foo_twice), foo_where_add() == foo_add);
  return 0;
}
