// host MODE PLUGIN RUNTIME COPY: loads a copy of the runtime, removes its file, and then loads the plugin.
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

static void copy_file(const char *from, const char *to) {
  char buffer[4096];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, in)) > 0;)
    fwrite(buffer, 1, length, out);
  fclose(in);
  fclose(out);
}

int main(int argc, char **argv) {
  if (argc < 5)
    return 2;
  copy_file(argv[3], argv[4]);
  if (!dlopen(argv[4], RTLD_NOW) || remove(argv[4]) != 0)
    return 3;
  void *plugin = dlopen(argv[2], RTLD_NOW);
  int (*run)(void) = plugin ? (int (*)(void))dlsym(plugin, "plugin_run") : 0;
  struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  struct weakrt_runtime_1 told;
  if (!run || !table || weakrt_ask(table, "foo", &told) != WEAKRT_DONE)
    return 4;
#ifdef __GLIBC__
  int right = !told.failed && run() == 7;
#else
  int right = told.failed && strstr(told.story, "libgone.so: cannot be held: Library ");
#endif
  puts(right ? "as it must be" : told.story);
  return 0;
}
