// host PLUGIN [LIBRARY]: loads the library, then the plugin, and runs it.
#include <stdio.h>
#include <windows.h>

int main(int argc, char **argv) {
  if (argc > 2 && !LoadLibraryA(argv[2]))
    return 2;
  HMODULE plugin = LoadLibraryA(argv[1]);
  if (!plugin) {
    printf("no plugin: error %lu\n", GetLastError());
    return 3;
  }
  int (*run)(void) = (int (*)(void))(void *)GetProcAddress(plugin, "plugin_run");
  printf("rt.dll is %s\n", GetModuleHandleA("rt.dll") ? "there" : "not there");
  fflush(stdout);
  return run ? run() : 4;
}
