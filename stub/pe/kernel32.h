// The functions of kernel32.dll that the stub calls: all of them, and there are no others (tests/stub checks
// the list). Declared here, not included: the stub is compiled without anybody's headers.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define WEAKRT_KERNEL32 __declspec(dllimport) __stdcall

extern "C" {

int WEAKRT_KERNEL32 CloseHandle(void *handle);
void *WEAKRT_KERNEL32 CreateFileW(const wchar_t *path, uint32_t access, uint32_t share, void *security,
                                  uint32_t disposition, uint32_t flags, void *like);
uint32_t WEAKRT_KERNEL32 FormatMessageW(uint32_t flags, const void *source, uint32_t message,
                                        uint32_t language, wchar_t *buffer, uint32_t size, void *arguments);
int WEAKRT_KERNEL32 FreeLibrary(void *module);
void *WEAKRT_KERNEL32 GetCurrentProcess(void);
uint32_t WEAKRT_KERNEL32 GetCurrentProcessId(void);
uint32_t WEAKRT_KERNEL32 GetCurrentThreadId(void); // of the full stub
uint32_t WEAKRT_KERNEL32 GetEnvironmentVariableW(const wchar_t *name, wchar_t *buffer, uint32_t size);
uint32_t WEAKRT_KERNEL32 GetLastError(void);
uint32_t WEAKRT_KERNEL32 GetModuleFileNameW(void *module, wchar_t *buffer, uint32_t size);
int WEAKRT_KERNEL32 GetModuleHandleExW(uint32_t flags, const void *address, void **module);
void *WEAKRT_KERNEL32 GetProcAddress(void *module, const char *name);
void *WEAKRT_KERNEL32 GetStdHandle(uint32_t which);
int WEAKRT_KERNEL32 K32EnumProcessModules(void *process, void **modules, uint32_t size, uint32_t *needed);
void *WEAKRT_KERNEL32 LoadLibraryExW(const wchar_t *path, void *file, uint32_t flags);
int WEAKRT_KERNEL32 MultiByteToWideChar(uint32_t page, uint32_t flags, const char *text, int length,
                                        wchar_t *buffer, int size);
void WEAKRT_KERNEL32 RaiseException(uint32_t code, uint32_t flags, uint32_t count,
                                    const uintptr_t *arguments); // of the full stub
void WEAKRT_KERNEL32 SetLastError(uint32_t error);               // of the full stub
void WEAKRT_KERNEL32 Sleep(uint32_t milliseconds);               // of the full stub
int WEAKRT_KERNEL32 TerminateProcess(void *process, uint32_t code);
void *WEAKRT_KERNEL32 VirtualAlloc(void *address, size_t size, uint32_t type, uint32_t protection);
int WEAKRT_KERNEL32 VirtualFree(void *address, size_t size, uint32_t type);
int WEAKRT_KERNEL32 VirtualProtect(void *address, size_t size, uint32_t protection, uint32_t *before);
int WEAKRT_KERNEL32 WideCharToMultiByte(uint32_t page, uint32_t flags, const wchar_t *text, int length,
                                        char *buffer, int size, const char *unknown, int *used_unknown);
int WEAKRT_KERNEL32 WriteFile(void *file, const void *data, uint32_t size, uint32_t *written,
                              void *overlapped);
}

namespace weakrt::pe {
enum : uint32_t {
  MEM_COMMIT = 0x1000,
  MEM_RESERVE = 0x2000,
  MEM_RELEASE = 0x8000,
  PAGE_NOACCESS = 1,
  PAGE_READWRITE = 4,
  PAGE_EXECUTE_READWRITE = 0x40
};
enum : uint32_t { FROM_ADDRESS = 4, UNCHANGED_COUNT = 2, PIN = 1 };            // GET_MODULE_HANDLE_EX_FLAG_…
enum : uint32_t { SEARCH_DLL_LOAD_DIR = 0x100, SEARCH_DEFAULT_DIRS = 0x1000 }; // LOAD_LIBRARY_…
enum : uint32_t { CP_UTF8 = 65001 };
enum : uint32_t { STD_ERROR_HANDLE = static_cast<uint32_t>(-12) };
} // namespace weakrt::pe
