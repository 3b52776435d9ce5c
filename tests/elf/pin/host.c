#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static const char *state(const char *name) {
  char line[4096];
  int found = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    found += strstr(line, name) != 0;
  fclose(maps);
  return found ? "mapped" : "gone";
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  const char *name = strcmp(argv[1], "renamed") == 0 ? "libhostfoo.so.9" : "libfoo.so.1";
  void *runtime = dlopen(name, RTLD_NOW | (strcmp(argv[1], "global") == 0 ? RTLD_GLOBAL : RTLD_LOCAL));
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!runtime || !plugin) {
    fprintf(stderr, "%s\n", dlerror());
    return 3;
  }
  dlclose(runtime);
  printf("after the host's dlclose: %s, %d\n", state(name), ((int (*)(void))dlsym(plugin, "plugin_run"))());
  dlclose(plugin);
  printf("after the plugin's: %s\n", state(name));
  return 0;
}
