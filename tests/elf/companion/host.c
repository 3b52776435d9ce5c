#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <weakrt/weakrt.h>

static const char *state(const char *name) {
  char line[4096];
  int found = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    found += strstr(line, name) != 0;
  fclose(maps);
  return found ? "mapped" : "gone";
}

// A second module that could be the companion: the same library under another name.
static void load_another(void) {
  char path[] = "/dev/fd/NNNN";
  void *first = dlopen("libcompanion.so", RTLD_NOW | RTLD_NOLOAD);
  Dl_info info;
  struct stat status;
  if (!first || !dladdr(dlsym(first, "companion_value"), &info))
    return;
  int from = open(info.dli_fname, O_RDONLY);
  int to = memfd_create("another", 0);
  fstat(from, &status);
  sendfile(to, from, 0, (size_t)status.st_size);
  snprintf(path, sizeof path, "/dev/fd/%d", to);
  dlmopen(LM_ID_BASE, path, RTLD_NOW);
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  void *runtime = dlopen("libfoo.so.1", RTLD_NOW);
  void *companion = dlopen("libcompanion.so", RTLD_NOW);
  if (argc > 3)
    load_another();
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!runtime || !companion || !plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  struct weakrt_plugin_table_1 *table = dlsym(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 told = {sizeof told};
  table->runtime(0, &told);
  if (told.ownership == WEAKRT_ABSENT)
    return puts("absent"), 0;
  int (*sum)(void) = (int (*)(void))dlsym(plugin, "plugin_sum");
  int (*value)(void) = (int (*)(void))dlsym(plugin, "plugin_value");
  printf("bound: %d %d\n", sum(), value());
  dlclose(runtime);
  dlclose(companion);
  printf("after the host's dlclose: %s, %d %d\n", state("libcompanion.so"), sum(), value());
  dlclose(plugin);
  printf("after the plugin's: %s\n", state("libcompanion.so"));
  return 0;
}
