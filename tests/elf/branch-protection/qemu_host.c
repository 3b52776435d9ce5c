// host PLUGIN FUNCTION: loads the plugin and calls it, and asks what it is bound to.
#include <dlfcn.h>
#include <stdio.h>
#include <weakrt/weakrt.h>

int main(int argc, char **argv) {
  setvbuf(stdout, 0, _IONBF, 0);
  void *plugin = argc == 3 ? dlopen(argv[1], RTLD_NOW) : 0;
  int (*function)(void) = plugin ? (int (*)(void))dlsym(plugin, argv[2]) : 0;
  if (!function)
    return puts(dlerror()), 3;
  struct weakrt_plugin_table_1 *table = dlsym(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 foo;
  if (table && weakrt_ask(table, "foo", &foo) == WEAKRT_DONE && foo.failed)
    table->bind("foo");
  return function();
}
