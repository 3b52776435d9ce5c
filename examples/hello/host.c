// A plain C program that knows nothing of Python.
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  void *plugin = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW);
  if (!plugin) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  void (*greet)(const char *) = (void (*)(const char *))dlsym(plugin, "greet_stdout");
  greet("C");
  return 0;
}
