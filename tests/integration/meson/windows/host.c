#include <stdio.h>
#include <windows.h>

/* A program that knows nothing of greet, or of any other runtime: host PLUGIN FUNCTION */
int main(int argc, char **argv) {
  HMODULE plugin = argc > 2 ? LoadLibraryA(argv[1]) : NULL;
  void (*hello)(void) = plugin ? (void (*)(void))(void *)GetProcAddress(plugin, argv[2]) : NULL;
  if (!hello) {
    fprintf(stderr, "host PLUGIN FUNCTION: error %lu\n", GetLastError());
    return 1;
  }
  hello();
  return 0;
}
