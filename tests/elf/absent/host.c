#include "foo.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <weakrt/weakrt.h>

#if defined HOST_LINKED || defined HOST_STATIC
int host_uses_it(void) {
  return foo_identify();
}
#endif

static int call(void *plugin, const char *name) {
  int (*function)(void) = (int (*)(void))dlsym(plugin, name);
  puts("before");
  return function();
}

static int table(void *plugin) {
  static const char *const words[] = {"absent", "hosted", "owned"};
  struct weakrt_plugin_table_1 *table = dlsym(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 runtime = {sizeof runtime};
  if (!table || table->size != sizeof *table || table->runtime(0, &runtime) != 0)
    return 5;
  printf("%s provider '%s' version '%s'\n", words[runtime.ownership], runtime.provider, runtime.version);
  printf("story %d\n", strcmp(runtime.name, "foo") == 0 && strstr(runtime.story, "libfoo.so.1") != 0 &&
                           strchr(runtime.story, '\n') != 0);
  printf("bad index %d\n", table->runtime(1, &runtime));
  return 0;
}

int main(int argc, char **argv) {
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 4)
    return 2;
  const char *what = argv[3];
  if (strcmp(argv[1], "local") == 0)
    dlopen("libfoo.so.1", RTLD_NOW | RTLD_LOCAL);
  // Nothing is printed while it is loaded.
  FILE *silence = tmpfile();
  int keep = dup(2);
  dup2(fileno(silence), 2);
  void *plugin = dlopen(argv[2], RTLD_NOW);
  dup2(keep, 2);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  printf("stderr %s\n", lseek(fileno(silence), 0, SEEK_END) == 0 ? "silent" : "NOT SILENT");

  if (strcmp(what, "table") == 0)
    return table(plugin);
  if (strcmp(what, "function") == 0)
    return call(plugin, "plugin_function");
  if (strcmp(what, "static-function") == 0)
    return call(plugin, "plugin_static_function");
  if (strcmp(what, "far-datum") == 0)
    return call(plugin, "plugin_far_datum");
  if (strcmp(what, "datum") == 0)
    return call(plugin, "plugin_datum");
  if (strcmp(what, "array") == 0)
    return call(plugin, "plugin_array");
  if (strcmp(what, "write") == 0)
    return call(plugin, "plugin_write");
  if (strcmp(what, "optional") == 0)
    return call(plugin, "plugin_optional") < 0;
  if (strcmp(what, "unload") == 0)
    return dlclose(plugin) == 0 && puts("unloaded") < 0;
  if (strcmp(what, "works") == 0)
    return printf("%d\n", call(plugin, "plugin_function")) < 0;
  return 2;
}
