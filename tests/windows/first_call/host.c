// host COMMAND…: load=FILE, plugin=FILE, ask, call=FUNCTION, threads=FUNCTION.
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>
#include <windows.h>

#ifdef HAS_RT
#include "rt.c"
#endif

static HMODULE plugin;
static HANDLE start;

static void ask(void) {
  struct weakrt_plugin_table_1 *table = (void *)GetProcAddress(plugin, "weakrt_plugin_1");
  struct weakrt_runtime_1 told;
  static const char *const ownership[] = {"absent", "hosted", "owned"};
  if (!table || weakrt_ask(table, "rt", &told) != WEAKRT_DONE)
    return;
  const char *slash = strrchr(told.provider, '\\');
  printf("weakrt: %s%s, '%s'\n", told.failed ? "failed, " : "", ownership[told.ownership],
         slash ? slash + 1 : told.provider);
}

static int (*find(const char *name))(void) {
  return (int (*)(void))(void *)GetProcAddress(plugin, name);
}

static DWORD WINAPI run(void *function) {
  WaitForSingleObject(start, INFINITE);
  return (DWORD)((int (*)(void))function)();
}

static void run_threads(const char *name) {
  HANDLE threads[16];
  start = CreateEventA(NULL, TRUE, FALSE, NULL);
  for (int i = 0; i < 16; ++i)
    threads[i] = CreateThread(NULL, 0, run, (void *)find(name), 0, NULL);
  SetEvent(start);
  WaitForMultipleObjects(16, threads, TRUE, INFINITE);
}

static const char *behind(const char *text, const char *word) {
  size_t length = strlen(word);
  return strncmp(text, word, length) == 0 ? text + length : NULL;
}

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IONBF, 0);
  for (int i = 1; i < argc; ++i) {
    const char *value;
    if ((value = behind(argv[i], "load="))) {
      if (!LoadLibraryA(value))
        return 40;
    } else if ((value = behind(argv[i], "plugin="))) {
      plugin = LoadLibraryA(value);
      if (!plugin)
        return 41;
    } else if ((value = behind(argv[i], "call="))) {
      if (!find(value) || find(value)() != 0)
        return 42;
    } else if ((value = behind(argv[i], "threads=")))
      run_threads(value);
    else
      ask();
  }
  return 0;
}
