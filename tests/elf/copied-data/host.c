#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  void (*see)(const int *, const int *, const void *) = plugin ? dlsym(plugin, "plugin_see") : 0;
  if (!see)
    return 3;
  see(&foo_data, foo_array, &foo_none);
  printf("host: %d %d, host and runtime: %d\n", foo_data, foo_array[3], foo_where_data() == &foo_data);
  return 0;
}
