// The functions of the C library that the stub calls: all of them, and there
// are no others (tests/stub checks the list). Declared here, not included: the
// stub is compiled without any libc's headers, one binary for glibc and musl.
#pragma once

#include "stub/core/strings.h"
#include "stub/elf/format.h"

#include <stddef.h>
#include <stdint.h>

extern "C" {

// dlfcn.h; the values are the same in glibc and musl.
void *dlopen(const char *name, int flags);
int dlclose(void *handle);
char *dlerror(void);
void *dlsym(void *handle, const char *name);

// link.h
struct dl_phdr_info {
  weakrt::elf::Address dlpi_addr;
  const char *dlpi_name;
  const weakrt::elf::ProgramHeader *dlpi_phdr;
  uint16_t dlpi_phnum;
};
int dl_iterate_phdr(int (*visit)(dl_phdr_info *, size_t, void *), void *data);

// link.h; what a handle of dlopen points to, in glibc and in musl.
struct link_map {
  weakrt::elf::Address l_addr;
  char *l_name;
  const weakrt::elf::Dynamic *l_ld;
};

// mmap and the size of a file are in class32.h and class64.h.
// sys/mman.h, sys/auxv.h, errno.h, fcntl.h, unistd.h, poll.h, pthread.h, stdlib.h, string.h
int munmap(void *address, size_t size);
int mprotect(void *address, size_t size, int protection);
unsigned long getauxval(unsigned long type);
int *__errno_location(void);
int open(const char *path, int flags, ...);
int close(int file);
long write(int file, const void *data, size_t size);
int access(const char *path, int mode);
int getpid(void);
int poll(void *files, unsigned long count, int milliseconds);
unsigned long pthread_self(void);
int pthread_setcancelstate(int state, int *before);
char *getenv(const char *name);
[[noreturn]] void abort(void);
char *strchr(const char *text, int c);
int memcmp(const void *a, const void *b, size_t size);

// The Itanium C++ ABI's, which every libc has (3.3.6.3).
int __cxa_atexit(void (*function)(void *), void *argument, void *dso);
void __cxa_finalize(void *dso);
}

namespace weakrt {
enum : int { RTLD_LAZY = 1, RTLD_NOLOAD = 4, RTLD_GLOBAL = 0x100, RTLD_NODELETE = 0x1000 };
enum : int { PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2 };
enum : int { MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MAP_POPULATE = 0x8000 };
enum : int { O_RDONLY = 0, O_WRONLY = 1, O_CREAT = 0100, O_APPEND = 02000, O_CLOEXEC = 02000000 };
enum : int { F_OK = 0 };
enum : int { PTHREAD_CANCEL_DISABLE = 1 };
enum : unsigned long { AT_PHDR = 3, AT_PAGESZ = 6, AT_HWCAP = 16, AT_SECURE = 23 };

/// Memory from the kernel, zeroed; nullptr where there is none. `flags` is MAP_POPULATE, and all of it is
/// there at once, which takes much less than one page after the other as they are touched; or MAP_NORESERVE,
/// and what is not touched costs nothing.
inline void *map_memory(size_t size, int protection, int flags) {
  void *memory = elf::map(size, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1);
  return memory == reinterpret_cast<void *>(-1) ? nullptr : memory;
}
} // namespace weakrt
