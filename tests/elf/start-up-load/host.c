// The earliest moment at which a program can load a plugin: .preinit_array runs before all constructors.
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>

static int (*run)(void);

static void load(int argc, char **argv, char **environment) {
  (void)environment;
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  if (plugin)
    run = (int (*)(void))dlsym(plugin, "plugin_run");
}
__attribute__((section(".preinit_array"), used)) static void (*const preinit)(int, char **, char **) = load;

int main(void) {
  _exit(run ? run() + foo_add(0, 0) : 3);
}
