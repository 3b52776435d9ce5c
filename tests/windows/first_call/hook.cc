// Delay-load hooks as plugins have them. The environment says which: HOOK.
#include <stdio.h>
#include <string.h>
#include <windows.h>

// Behind the other.
#include <delayimp.h>

static bool wanted(const char *what) {
  char value[64] = "";
  GetEnvironmentVariableA("HOOK", value, sizeof value);
  return strcmp(value, what) == 0;
}

static int seven_times_two(void) {
  return 14;
}

static double nothing(int, double, double, double, int, double) {
  return -1;
}

static FARPROC to_function(void *address) {
  return reinterpret_cast<FARPROC>(address);
}

static FARPROC WINAPI on_note(unsigned event, DelayLoadInfo *info) {
  const char *function = info->dlp.fImportByName ? info->dlp.szProcName : "an ordinal";
  if (wanted("print")) {
    printf("hook: %u %s %s, module %s, function %s, size %s\n", event, info->szDll, function,
           info->hmodCur ? "there" : "null", info->pfnCur ? "there" : "null",
           info->cb == sizeof *info && info->pidd->rvaDLLName ? "right" : "wrong");
    fflush(stdout);
  }
  // node-gyp's win_delay_load_hook.cc and cmake-js's.
  if (wanted("executable") && event == dliNotePreLoadLibrary && _stricmp(info->szDll, "rt.dll") == 0)
    return to_function(GetModuleHandleA(nullptr));
  if (wanted("second") && event == dliNotePreLoadLibrary)
    return to_function(LoadLibraryA("second.dll"));
  if (wanted("function") && event == dliNotePreGetProcAddress && strcmp(function, "rt_identify") == 0)
    return to_function(reinterpret_cast<void *>(seven_times_two));
  if (wanted("start") && event == dliStartProcessing && strcmp(function, "rt_identify") == 0)
    return to_function(reinterpret_cast<void *>(seven_times_two));
  return nullptr;
}

static FARPROC WINAPI on_failure(unsigned event, DelayLoadInfo *info) {
  if (wanted("print failure")) {
    printf("failure hook: %u %s, error %lu\n", event, info->szDll, info->dwLastError);
    fflush(stdout);
  }
  if (wanted("failure: second") && event == dliFailLoadLib)
    return to_function(LoadLibraryA("second.dll"));
  if (wanted("failure: function") && event == dliFailGetProc)
    return to_function(reinterpret_cast<void *>(nothing));
  return nullptr;
}

decltype(__pfnDliNotifyHook2) __pfnDliNotifyHook2 = on_note;
decltype(__pfnDliFailureHook2) __pfnDliFailureHook2 = on_failure;
