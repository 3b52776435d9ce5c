// host MODE PLUGIN [two | two-second-live | two-none-live | facade | decoy | dead | call]: as MODE says, and
// a second copy beside it. Tells what the plugin says of itself; its story on stderr.
#define _GNU_SOURCE
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <weakrt/weakrt.h>

#if defined HOST_LINKED || defined HOST_STATIC
int host_uses_it(void) {
  return foo_identify();
}
#endif

static void *load(const char *name, int flags) {
  void *handle = dlopen(name, flags);
  if (!handle) {
    fprintf(stderr, "host: %s\n", dlerror());
    exit(3);
  }
  return handle;
}

static void *load_beside(const char *plugin, const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s", plugin);
  strcpy(strrchr(path, '/'), "/../");
  strcat(path, name);
  return load(path, RTLD_NOW | RTLD_LOCAL);
}

static int libraries(void) {
  char line[4096];
  int found = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    found += strstr(line, "/libfoo.so.1") != 0;
  fclose(maps);
  return found;
}

static void set_live(void *handle, int live) {
  ((void (*)(int))dlsym(handle, "foo_set_live"))(live);
}

int main(int argc, char **argv) {
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 3)
    return 2;
  const char *what = argc > 3 ? argv[3] : "";
  void *first = 0;
  if (strcmp(argv[1], "local") == 0 && strcmp(what, "facade") != 0)
    first = load("libfoo.so.1", RTLD_NOW | RTLD_LOCAL);
  if (strcmp(argv[1], "global") == 0)
    first = load("libfoo.so.1", RTLD_NOW | RTLD_GLOBAL);
  if (strcmp(argv[1], "renamed") == 0)
    first = load("libhostfoo.so.9", RTLD_NOW | RTLD_LOCAL);
  if (strcmp(argv[1], "local") == 0 && strcmp(what, "facade") == 0)
    load_beside(argv[2], "libfacade.so");
  if (strcmp(what, "dead") == 0)
    set_live(RTLD_DEFAULT, 0);
  if (strcmp(what, "decoy") == 0)
    load_beside(argv[2], "libdecoy.so");
  if (strncmp(what, "two", 3) == 0) {
    void *second = load_beside(argv[2], "libsecond.so");
    set_live(first ? first : RTLD_DEFAULT, strcmp(what, "two") == 0);
    set_live(second, strcmp(what, "two-none-live") != 0);
  }

  void *plugin = load(argv[2], RTLD_NOW);
  int (*run)(void) = (int (*)(void))dlsym(plugin, "plugin_run");
  struct weakrt_plugin_table_1 *table = dlsym(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 runtime = {sizeof runtime};
  if (!table || table->runtime(0, &runtime) != 0)
    return 4;
  fprintf(stderr, "%s", runtime.story);
  if (runtime.ownership == WEAKRT_ABSENT)
    puts("absent");
  else
    printf("%s %s %d\n", runtime.ownership == WEAKRT_HOSTED ? "hosted" : "owned", runtime.version, run());
  const char *slash = strrchr(runtime.provider, '/');
  printf("provider '%s'\n", slash ? slash + 1 : runtime.provider);
  const void *(*borrows)(void) = (const void *(*)(void))dlsym(plugin, "plugin_borrows");
  Dl_info info;
  if (borrows && runtime.ownership != WEAKRT_ABSENT && dladdr(borrows(), &info))
    printf("from '%s'\n", strrchr(info.dli_fname, '/') + 1);
  printf("libraries %d\n", libraries());
  return strcmp(what, "call") == 0 ? run() : 0;
}
