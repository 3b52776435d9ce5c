// late-host [FOLDER]: loads the plugin, then the runtime of the folder, has the plugin bind it, and lets go
// of both.
#include <stdio.h>
#include <weakrt/weakrt.h>
#include <windows.h>

static struct weakrt_plugin_table_1 *table;

static const char *state(void) {
  static const char *const ownership[] = {"absent", "hosted", "owned"};
  struct weakrt_runtime_1 told;
  if (weakrt_ask(table, "rt", &told) != WEAKRT_DONE)
    return "unknown";
  return told.failed ? "failed" : ownership[told.ownership];
}

static const char *runtime(void) {
  return GetModuleHandleA("rt.dll") ? "there" : "not there";
}

int main(int argc, char **argv) {
  HMODULE plugin = LoadLibraryA("plugin.dll");
  HMODULE rt = NULL;
  char path[MAX_PATH];
  if (!plugin)
    return 3;
  table = (void *)GetProcAddress(plugin, "weakrt_plugin_1");
  printf("plugin: %s, runtime %s\n", state(), runtime());
  if (argc > 1) {
    snprintf(path, sizeof path, "%s\\rt.dll", argv[1]);
    rt = LoadLibraryA(path);
  }
  printf("bound: %d", table->bind("rt"));
  printf(", %s\n", state());
  fflush(stdout);
  ((int (*)(void))(void *)GetProcAddress(plugin, "plugin_run"))();
  if (rt)
    FreeLibrary(rt);
  printf("held: runtime %s\n", runtime());
  FreeLibrary(plugin);
  printf("unloaded: runtime %s\n", runtime());
  return 0;
}
