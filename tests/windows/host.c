// host PLUGIN [LIBRARY]: loads the library, then the plugin, and runs it.
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>
#include <windows.h>

// What the plugin tells of its runtime; a plugin that is linked hard tells nothing.
static void ask(HMODULE plugin) {
  struct weakrt_plugin_table_1 *table = (void *)GetProcAddress(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 told;
  static const char *const ownership[] = {"absent", "hosted", "owned"};
  if (!table || weakrt_ask(table, "rt", &told) != WEAKRT_DONE)
    return;
  const char *slash = strrchr(told.provider, '\\');
  printf("weakrt: %s, '%s', version '%s'\n", told.failed ? "failed" : ownership[told.ownership],
         slash ? slash + 1 : told.provider, told.version);
}

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
  ask(plugin);
  fflush(stdout);
  return run ? run() : 4;
}
