#include "greet.h"

#include <string.h>

/* From windows.h, which mingw has not for MSVC's target. */
__declspec(dllimport) int __stdcall GetModuleHandleExA(unsigned long flags, const char *address,
                                                       void **module);
__declspec(dllimport) unsigned long __stdcall GetModuleFileNameA(void *module, char *name,
                                                                 unsigned long size);

const char greet_version[] = "1.2";

const char *greet_home(void) {
  static char path[260];
  void *here = 0;
  GetModuleHandleExA(4 | 2, greet_version, &here); /* by an address, and no reference */
  GetModuleFileNameA(here, path, sizeof path);
  const char *slash = strrchr(path, '\\');
  return slash ? slash + 1 : path;
}
