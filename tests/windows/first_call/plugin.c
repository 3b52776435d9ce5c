// What a plugin that is bound at the first call does with its runtime, one function each.
#include "rt.h"

#include <stdio.h>
#include <windows.h>

// Behind the other.
#include <delayimp.h>

#define PLUGIN __declspec(dllexport) int

PLUGIN plugin_add(void) {
  return printf("add %d\n", rt_add(40, 2)) < 0;
}
PLUGIN plugin_identify(void) {
  return printf("identify %d\n", rt_identify()) < 0;
}
PLUGIN plugin_name(void) {
  return printf("name %s\n", rt_name()) < 0;
}
PLUGIN plugin_mix(void) {
  return printf("mix %.1f\n", rt_mix(1, 2, 3, 4, 5, 6.5)) < 0;
}

// Who calls must not learn from it what was loaded meanwhile.
PLUGIN plugin_error(void) {
  SetLastError(77);
  int sum = rt_add(1, 2);
  DWORD error = GetLastError();
  return printf("error %lu, sum %d\n", error, sum) < 0;
}

// A pointer that was taken before the first call is that of a thunk, and can be called for ever.
static int (*volatile kept)(int, int);
PLUGIN plugin_keep(void) {
  kept = rt_add;
  return 0;
}
PLUGIN plugin_kept(void) {
  return printf("kept %d, %s\n", kept(20, 3), kept == rt_add ? "same" : "another") < 0;
}

#ifdef WITH_DATA
PLUGIN plugin_data(void) {
  return printf("data %d %d\n", rt_data, rt_array[1]) < 0;
}
#endif

#ifdef WITH_OPTIONAL
__declspec(dllimport) __attribute__((weak)) int rt_optional(void);
__declspec(dllimport) __attribute__((weak)) const char *rt_version(void);
PLUGIN plugin_optional(void) {
  return printf("optional: %s, version %s\n", rt_optional ? "there" : "null",
                rt_version ? rt_version() : "null") < 0;
}
#endif

#ifdef __clang__
PLUGIN plugin_fours(void) {
  Four v[6];
  for (int i = 0; i < 6; ++i)
    v[i] = (Four){0, 0, 0, (float)(i + 1)};
  return printf("fours %.0f\n", rt_fours(v[0], v[1], v[2], v[3], v[4], v[5])) < 0;
}
__attribute__((target("avx"))) static float call_eights(void) {
  Eight v[6];
  for (int i = 0; i < 6; ++i)
    v[i] = (Eight){0, 0, 0, 0, 0, 0, 0, (float)(i + 1)};
  return rt_eights(v[0], v[1], v[2], v[3], v[4], v[5]);
}
PLUGIN plugin_eights(void) {
  if (!__builtin_cpu_supports("avx"))
    return puts("no AVX") < 0;
  return printf("eights %.0f\n", call_eights()) < 0;
}
#endif

#ifdef WITH_OTHER
__declspec(dllimport) int other_multiply(int a, int b);
__declspec(dllimport) int other_add(int a, int b);
static LONG CALLBACK tell(EXCEPTION_POINTERS *exception) {
  const DelayLoadInfo *info = (const DelayLoadInfo *)exception->ExceptionRecord->ExceptionInformation[0];
  printf("exception %lx of %s\n", exception->ExceptionRecord->ExceptionCode, info->szDll);
  fflush(stdout);
  TerminateProcess(GetCurrentProcess(), 9);
  return EXCEPTION_CONTINUE_SEARCH;
}
PLUGIN plugin_other(void) {
  AddVectoredExceptionHandler(1, tell);
  return printf("other %d %d\n", other_multiply(6, 7), other_add(1, 2)) < 0;
}
#endif

PLUGIN plugin_load_all(void) {
  const char *const names[] = {"RT.dll", "nobody.dll", "other.dll"};
  for (int i = 0; i < 3; ++i)
    printf("all of %s: %lx\n", names[i], __HrLoadAllImportsForDll(names[i]));
  return printf("unloaded: %d\n", __FUnloadDelayLoadedDLL2("rt.dll")) < 0;
}
