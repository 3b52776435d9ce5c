#include <dlfcn.h>
#include <stdio.h>

/* A program that knows nothing of Python. */
int main(int argc, char **argv) {
  void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  void (*hello)(void) = plugin ? (void (*)(void))dlsym(plugin, "py_loader_hello") : NULL;
  if (!hello) {
    fprintf(stderr, "%s\n", argc > 1 ? dlerror() : "host PLUGIN");
    return 1;
  }
  hello();
  return 0;
}
