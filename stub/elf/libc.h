// The functions of the C library that the stub calls: all of them, and there
// are no others (tests/stub checks the list). Declared here, not included: the
// stub is compiled without any libc's headers, one binary for glibc and musl.
#pragma once

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

// sys/mman.h, unistd.h, stdlib.h, string.h
void *mmap(void *address, size_t size, int protection, int flags, int file, long offset);
int munmap(void *address, size_t size);
int mprotect(void *address, size_t size, int protection);
long write(int file, const void *data, size_t size);
unsigned long getauxval(unsigned long type);
[[noreturn]] void abort(void);
int strcmp(const char *a, const char *b);

// The Itanium C++ ABI's, which every libc has (3.3.6.3).
int __cxa_atexit(void (*function)(void *), void *argument, void *dso);
void __cxa_finalize(void *dso);
}

namespace weakrt {
enum : int { RTLD_LAZY = 1, RTLD_NOLOAD = 4, RTLD_GLOBAL = 0x100, RTLD_NODELETE = 0x1000 };
enum : int { PROT_NONE = 0, PROT_READ = 1, PROT_WRITE = 2 };
enum : int { MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MAP_NORESERVE = 0x4000 };
enum : unsigned long { AT_PAGESZ = 6 };
} // namespace weakrt
