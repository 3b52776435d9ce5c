// A library of its own entry point, without a C runtime: leaves in the environment that it was entered.
#include "rt.h"

#include <windows.h>

__declspec(dllexport) int plugin_run(void) {
  return rt_add(40, rt_data) == 42 ? 0 : 1;
}

BOOL __stdcall plugin_entry(void *module, DWORD reason, void *process_ends) {
  (void)module, (void)process_ends;
  SetEnvironmentVariableA("ENTERED", reason == DLL_PROCESS_ATTACH ? "attach" : "detach");
  return TRUE;
}
