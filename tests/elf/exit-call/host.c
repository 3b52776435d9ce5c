#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

static int (*run)(void);

static void last(void) {
  if (run() != 0)
    _Exit(9);
}

int main(int argc, char **argv) {
  if (argc < 3 || atexit(last) != 0) // so it runs after everything of the plugin's
    return 2;
  void *runtime =
      dlopen("libfoo.so.1", RTLD_NOW | (strcmp(argv[1], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL));
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!runtime || !plugin)
    return 3;
  run = (int (*)(void))dlsym(plugin, "plugin_run");
  return dlclose(runtime) + run();
}
