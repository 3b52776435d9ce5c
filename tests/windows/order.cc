// Who runs when, and whether the runtime's data and functions are there then: the program's letters for those
// for whom they are, in their order.
#include "rt.h"

#include <windows.h>

static char trace[16];
static int used;

// Data first: without it nobody would survive the call.
static void note(char letter) {
  trace[used++] = rt_data == 2 && rt_add(40, rt_data) == 42 ? letter : '-';
}

#ifdef OWN_CALLBACKS
template <char letter> static void NTAPI callback(void *, DWORD reason, void *) {
  if (reason == DLL_PROCESS_ATTACH)
    note(letter);
}
[[gnu::section(".CRT$XLA0"), gnu::used]] static PIMAGE_TLS_CALLBACK early = callback<'A'>;
[[gnu::section(".CRT$XLC"), gnu::used]] static PIMAGE_TLS_CALLBACK late = callback<'C'>;
#endif

#ifndef NO_START
struct Constructed {
  Constructed() { note('S'); }
};
static Constructed constructed;
#endif

extern "C" {
#ifndef NO_ENTRY
BOOL WINAPI DllMain(HINSTANCE, DWORD reason, LPVOID) {
  if (reason == DLL_PROCESS_ATTACH)
    note('D');
  return TRUE;
}
#endif
__declspec(dllexport) int plugin_run(void) {
  note('R');
  // Without the C library there is nobody who prints.
  HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
  DWORD written;
  WriteFile(out, trace, static_cast<DWORD>(used), &written, nullptr);
  return 0;
}
}
