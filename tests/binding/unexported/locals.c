// A program whose file has local symbols with the names of a runtime's: those are not it.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

#define LOCAL static __attribute__((noinline, used))
LOCAL int foo_identify(void) {
  return 0;
}
LOCAL int foo_add(int a, int b) {
  return a - b;
}
LOCAL int foo_is_live(void) {
  return 1;
}
LOCAL char foo_version[] = "2.0.0";

int main(int argc, char **argv) {
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  struct weakrt_runtime_1 told;
  if (weakrt_ask(dlsym(plugin, "weakrt_plugin_1"), "foo", &told) != WEAKRT_DONE)
    return 4;
  const char *slash = strrchr(told.provider, '/');
  printf("'%s' %d\n", slash ? slash + 1 : told.provider, ((int (*)(void))dlsym(plugin, "plugin_run"))());
  return 0;
}
