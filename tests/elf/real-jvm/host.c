#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libjvm.so", RTLD_NOW | RTLD_LOCAL)))
    return 2;
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  int code = ((int (*)(void))dlsym(plugin, "plugin_run"))();
  fflush(stdout);
  _exit(code); // a JVM that is not destroyed has threads
}
