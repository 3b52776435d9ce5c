#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

static int (*run)(void);

void host_hook(void) {
  printf("from inside: %d\n", run());
}

int main(int argc, char **argv) {
  alarm(10); // it would wait for itself
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  run = plugin ? (int (*)(void))dlsym(plugin, "plugin_run") : 0;
  return run ? run() : 3;
}
