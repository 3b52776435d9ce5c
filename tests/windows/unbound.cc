// Reads a datum of a runtime that nobody has.
#define RT_AUTO_IMPORT
#include "rt.h"

#include <stdio.h>
#include <windows.h>

static LONG WINAPI tell(EXCEPTION_POINTERS *what) {
  printf("%s\n",
         what->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION ? "access violation" : "?");
  fflush(stdout);
  TerminateProcess(GetCurrentProcess(), 7);
  return EXCEPTION_CONTINUE_SEARCH;
}

extern "C" __declspec(dllexport) int plugin_run(void) {
  AddVectoredExceptionHandler(1, tell);
  return rt_array[3];
}
