#include <dlfcn.h>
#include <stdio.h>

/* A program that knows nothing of Python, or of any other runtime: host PLUGIN [FUNCTION] */
int main(int argc, char **argv) {
  const char *function = argc > 2 ? argv[2] : "py_loader_hello";
  void *plugin = argc > 1 ? dlopen(argv[1], RTLD_NOW | RTLD_LOCAL) : NULL;
  void (*hello)(void) = plugin ? (void (*)(void))dlsym(plugin, function) : NULL;
  if (!hello) {
    fprintf(stderr, "%s\n", argc > 1 ? dlerror() : "host PLUGIN [FUNCTION]");
    return 1;
  }
  hello();
  return 0;
}
