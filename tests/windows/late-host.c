// late-host: loads the plugin, then its runtime, has the plugin bind it, and lets go of both.
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

int main(void) {
  HMODULE plugin = LoadLibraryA("plugin.dll");
  HMODULE rt;
  if (!plugin)
    return 3;
  table = (void *)GetProcAddress(plugin, "weakrt_plugin_1");
  printf("plugin: %s, runtime %s\n", state(), runtime());
  rt = LoadLibraryA("later\\rt.dll");
  printf("bound: %d", table->bind("rt"));
  printf(", %s\n", state());
  fflush(stdout);
  ((int (*)(void))(void *)GetProcAddress(plugin, "plugin_run"))();
  FreeLibrary(rt);
  printf("held: runtime %s\n", runtime());
  FreeLibrary(plugin);
  printf("unloaded: runtime %s\n", runtime());
  return 0;
}
