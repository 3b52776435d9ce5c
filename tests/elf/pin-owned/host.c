#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

static int mapped(void) {
  char line[4096];
  int found = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    found += strstr(line, "/libfoo.so.1") != 0;
  fclose(maps);
  return found;
}

int main(int argc, char **argv) {
  static const char *const words[] = {"absent", "hosted", "owned"};
  for (int i = 0; i < 2 && argc > 2; ++i) {
    void *plugin = dlopen(argv[2], RTLD_NOW);
    struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
    struct weakrt_runtime_1 runtime = {sizeof runtime};
    if (!table || table->runtime_count != 1 || table->runtime(0, &runtime) != 0)
      return 3;
    printf("%s %d\n", words[runtime.ownership], ((int (*)(void))dlsym(plugin, "plugin_run"))());
    dlclose(plugin);
    puts(mapped() ? "mapped" : "gone");
  }
  return 0;
}
