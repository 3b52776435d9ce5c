#include "vague.h"

#include <dlfcn.h>

int main(int, char **argv) {
  foo_host_address = &foo_vague<int>::value;
  void *plugin = dlopen(argv[2], RTLD_NOW);
  return plugin ? reinterpret_cast<int (*)()>(dlsym(plugin, "plugin_run"))() : 3;
}
