// A program that knows no runtime: host [lib=LIBRARY] PLUGIN. Linked to a runtime's library it is another
// case.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void *load(const char *file) {
  void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    printf("error=%s\n", dlerror());
  return handle;
}

int main(int argc, char **argv) {
  int next = 1;
  for (; next < argc && strncmp(argv[next], "lib=", 4) == 0; ++next)
    if (!load(argv[next] + 4))
      return 1;
  void *plugin = next + 1 == argc ? load(argv[next]) : NULL;
  int (*plugin_run)(void) = plugin ? (int (*)(void))dlsym(plugin, "plugin_run") : NULL;
  return plugin_run ? plugin_run() != 0 : 2;
}
