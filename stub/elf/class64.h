// ELF64: the structures whose members stand in another order than ELF32's, and what a C
// library with 64-bit words is asked otherwise.
#pragma once

#include "stub/elf/thread_local_storage.h"

#include <stddef.h>
#include <stdint.h>

namespace weakrt::elf {

using Address = uint64_t;
using SignedAddress = int64_t;

struct ProgramHeader {
  uint32_t type;
  uint32_t flags;
  Address offset;
  Address vaddr;
  Address paddr;
  Address filesz;
  Address memsz;
  Address align;
};

struct Symbol {
  uint32_t name;
  uint8_t info;
  uint8_t other;
  uint16_t section;
  Address value;
  Address size;

  uint8_t type() const { return info & 15; }
  uint8_t binding() const { return info >> 4; }
  /// Three of the members as one word.
  uint32_t kind() const { return *reinterpret_cast<const uint32_t *>(&info); }
};

/// Larger than what is looked into through a data import; address space costs nothing.
inline constexpr size_t guard_size = size_t{128} << 20;

} // namespace weakrt::elf

extern "C" {
void *mmap(void *address, size_t size, int protection, int flags, int file, long offset);
long lseek(int file, long offset, int whence);
}

namespace weakrt::elf {

[[gnu::always_inline]] inline void *map(size_t size, int protection, int flags, int file) {
  return mmap(nullptr, size, protection, flags, file, 0);
}

inline long size_of_file(int file) {
  constexpr int SEEK_END = 2;
  return lseek(file, 0, SEEK_END);
}

} // namespace weakrt::elf
