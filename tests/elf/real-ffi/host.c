#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  return ((int (*)(void))dlsym(plugin, "plugin_run"))();
}
