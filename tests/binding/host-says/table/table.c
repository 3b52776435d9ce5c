// A library of the host's that speaks for it.
#include <dlfcn.h>
#include <stdio.h>
#include <weakrt/weakrt.h>

static void *provider(const char *runtime) {
  printf("library is asked for %s\n", runtime);
  return dlopen("libfoo.so.1", RTLD_NOW | RTLD_NOLOAD);
}
static void changed(const struct weakrt_plugin_table_1 *plugin, const struct weakrt_runtime_1 *runtime) {
  (void)plugin;
  printf("library is told %s %d %d\n", runtime->name, runtime->failed, runtime->ownership);
}
struct weakrt_host_table_1 weakrt_host_1 = {sizeof weakrt_host_1, provider, changed};
