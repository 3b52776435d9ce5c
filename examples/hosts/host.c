#include "host.h"
#include "probe.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void print_probe(const char *plugin, const char *runtime, const char *prefix) {
  char text[8192];
  probe(plugin, runtime, text, sizeof text);
  for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
    printf("%s%s\n", prefix, line);
  fflush(stdout);
}

int host_plugin(const char *plugin, const char *runtime) {
  probe_watch(runtime);
  void *handle = dlopen(plugin, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    printf("load=failed\nerror=%s\n", dlerror());
    return 1;
  }
  printf("load=ok\n");
  print_probe(plugin, runtime, "");

  int (*plugin_run)(char *, size_t) = (int (*)(char *, size_t))dlsym(handle, "plugin_run");
  if (plugin_run == NULL) {
    printf("error=%s\n", dlerror());
    return 1;
  }
  char text[8192] = "";
  int failures = plugin_run(text, sizeof text);
  fputs(text, stdout);
  print_probe(plugin, runtime, "after.");
  return failures != 0;
}
