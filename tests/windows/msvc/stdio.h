// What the plugin uses of the C library, for clang's MSVC target: its own headers are not to be had on Linux,
// and mingw's are not C++ for it.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif
typedef struct FILE FILE;
__declspec(dllimport) int printf(const char *format, ...);
__declspec(dllimport) int fflush(FILE *file);
#ifdef __cplusplus
}
#endif
// All streams.
#define stdout ((FILE *)0)
