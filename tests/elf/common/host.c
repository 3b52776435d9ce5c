// The host of these tests: `host MODE PLUGIN [dlclose]`. Brings the runtime in as MODE says, loads the
// plugin, lets it run, and tells on stderr how many copies of the runtime are mapped.
#include "copies.h"
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef HOST_NEEDS_PLUGIN
int plugin_run(void);
#endif

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

int main(int argc, char **argv) {
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 3)
    return 2;
  if (strcmp(argv[1], "local") == 0)
    load("libfoo.so.1", RTLD_NOW | RTLD_LOCAL);
  if (strcmp(argv[1], "global") == 0)
    load("libfoo.so.1", RTLD_NOW | RTLD_GLOBAL);
  if (strcmp(argv[1], "renamed") == 0)
    load("libhostfoo.so.9", RTLD_NOW | RTLD_LOCAL);
#ifdef HOST_NEEDS_PLUGIN
  void *plugin = 0;
  int (*run)(void) = plugin_run;
#else
  void *plugin = load(argv[2], RTLD_NOW);
  int (*run)(void) = (int (*)(void))dlsym(plugin, "plugin_run");
#endif
  int code = run ? run() : 4;
  fprintf(stderr, "copies: %d\n", copies());
  if (argc > 3 && strcmp(argv[3], "dlclose") == 0 && plugin) {
    dlclose(plugin);
    puts("closed");
  }
  return code;
}
