// A program for Windows without any runtime: loads the plugin given to it and runs it.
#include <stdio.h>
#include <windows.h>

int main(int argc, char **argv) {
  HMODULE plugin = LoadLibraryA(argc > 1 ? argv[1] : "");
  int (*run)(void) = plugin ? (int (*)(void))(void *)GetProcAddress(plugin, "plugin_run") : NULL;
  if (!run) {
    printf("load=failed\n");
    return 1;
  }
  return run();
}
