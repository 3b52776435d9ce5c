#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW | RTLD_LOCAL)))
    return 2;
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!plugin)
    return 3;
  printf("foo_add %d plugin_run %d\n", dlsym(plugin, "foo_add") != 0, dlsym(plugin, "plugin_run") != 0);
  return ((int (*)(void))dlsym(plugin, "plugin_run"))();
}
