#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

int main(int argc, char **argv) {
  static const char *const words[] = {"absent", "hosted", "owned"};
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  struct weakrt_plugin_table_1 *table = dlsym(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 told = {sizeof told};
  table->runtime(0, &told);
  printf("%s, told %d, libfoo.so.3 mapped %d\n", words[told.ownership],
         strstr(told.story, "stays loaded") != 0, dlopen("libfoo.so.3", RTLD_NOW | RTLD_NOLOAD) != 0);
  return 0;
}
