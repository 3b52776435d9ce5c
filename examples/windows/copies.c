// Linked into a plugin: tells at load how many modules of the process export the symbol that RUNTIME_HAS
// names, which is how many copies of the runtime there are.
#include <stdio.h>
#include <windows.h>

#include <psapi.h>

__attribute__((constructor)) static void tell(void) {
  HMODULE modules[512];
  DWORD size = 0, copies = 0;
  EnumProcessModules(GetCurrentProcess(), modules, sizeof modules, &size);
  for (DWORD i = 0; i < size / sizeof *modules; ++i)
    copies += GetProcAddress(modules[i], RUNTIME_HAS) != NULL;
  printf("copies=%lu\n", copies);
  fflush(stdout);
}
