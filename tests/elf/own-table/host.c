#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  dlopen("libfoo.so.1", RTLD_NOW);
  for (int i = 2; i < 4; ++i) {
    void *plugin = dlopen(argv[i], RTLD_NOW | RTLD_GLOBAL);
    if (!plugin)
      return fprintf(stderr, "%s\n", dlerror()), 3;
    // By handle: by name the first one would be found twice.
    ((int (*)(void))dlsym(plugin, "plugin_run"))();
  }
  return 0;
}
