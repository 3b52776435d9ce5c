#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  if (argc == 3)
    dlopen("liblua5.4.so.0", RTLD_NOW | (strcmp(argv[1], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL));
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  return ((int (*)(void))dlsym(plugin, "plugin_run"))();
}
