// ELF32: the structures whose members stand in another order than ELF64's, and what a C
// library with 32-bit words is asked otherwise.
#pragma once

#include "stub/elf/thread_local_storage.h"

#include <stddef.h>
#include <stdint.h>

namespace weakrt::elf {

using Address = uint32_t;
using SignedAddress = int32_t;

struct ProgramHeader {
  uint32_t type;
  Address offset;
  Address vaddr;
  Address paddr;
  Address filesz;
  Address memsz;
  uint32_t flags;
  Address align;
};

struct Symbol {
  uint32_t name;
  Address value;
  Address size;
  uint8_t info;
  uint8_t other;
  uint16_t section;

  uint8_t type() const { return info & 15; }
  uint8_t binding() const { return info >> 4; }
  /// Three of the members as one word.
  uint32_t kind() const { return *reinterpret_cast<const uint32_t *>(&info); }
};

/// Address space is short.
inline constexpr size_t guard_size = size_t{8} << 20;

} // namespace weakrt::elf

extern "C" {
// The offset has 32 bits in glibc and 64 in musl, where it may begin at the next even
// word: three words of zeros are both.
void *mmap(void *address, size_t size, int protection, int flags, int file, long, long, long);
long syscall(long number, ...);
}

namespace weakrt::elf {

[[gnu::always_inline]] inline void *map(size_t size, int protection, int flags, int file) {
  return mmap(nullptr, size, protection, flags, file, 0, 0, 0);
}

// lseek() itself takes other arguments in musl than in glibc. On i386 and on arm:
inline long size_of_file(int file) {
  constexpr int SEEK_END = 2, SYS_lseek = 19;
  return syscall(SYS_lseek, file, 0, SEEK_END);
}

} // namespace weakrt::elf
