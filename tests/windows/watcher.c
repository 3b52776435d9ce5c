// watcher PLUGIN: a host that is told what becomes of each plugin, and why.
#include <stdio.h>
#include <weakrt/weakrt.h>
#include <windows.h>

static char story[4096];

static void changed(const struct weakrt_plugin_table_1 *plugin, const struct weakrt_runtime_1 *runtime) {
  (void)plugin;
  if (runtime->failed)
    snprintf(story, sizeof story, "%s", runtime->story);
}

__declspec(dllexport) struct weakrt_host_table_1 weakrt_host_1 = {sizeof weakrt_host_1, NULL, changed};

int main(int argc, char **argv) {
  char entered[16] = "not";
  HMODULE plugin = LoadLibraryA(argv[argc - 1]);
  DWORD error = plugin ? 0 : GetLastError();
  GetEnvironmentVariableA("ENTERED", entered, sizeof entered);
  printf("error %lu, %s entered\n%s", error, entered, story);
  int (*run)(void) = plugin ? (int (*)(void))(void *)GetProcAddress(plugin, "plugin_run") : NULL;
  return run ? run() : 3;
}
