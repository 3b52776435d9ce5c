#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW | RTLD_LOCAL)))
    return 2;
  void *plugin = dlopen(argv[2], RTLD_NOW);
  int (*run)(void) = plugin ? (int (*)(void))dlsym(plugin, "plugin_run") : 0;
  printf("%d\n", run ? run() : -1);
  printf("global %d\n", dlsym(RTLD_DEFAULT, "foo_add") != 0);
  return 0;
}
