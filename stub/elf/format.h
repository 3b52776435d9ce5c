// ELF as the stub meets it in memory: the structures and numbers that it needs
// and no others. Names and values are those of the gABI ("Object Files",
// "Program Loading and Dynamic Linking") and of glibc's <elf.h>, which a
// freestanding build for a foreign target does not have.
#pragma once

// The target's own header: class32.h or class64.h, and what else differs.
#include WEAKRT_ARCHITECTURE

#include <stdint.h>

namespace weakrt::elf {

struct Header {
  uint32_t magic;
  uint8_t ident[12];
  uint16_t type;
  uint16_t machine;
  uint32_t version;
  Address entry;
  Address phoff;
  Address shoff;
  uint32_t flags;
  uint16_t ehsize;
  uint16_t phentsize;
  uint16_t phnum;
  uint16_t shentsize;
  uint16_t shnum;
  uint16_t shstrndx;
};

enum : uint32_t { PT_LOAD = 1, PT_DYNAMIC = 2, PT_NOTE = 4, PT_GNU_RELRO = 0x6474e552 };

struct SectionHeader {
  uint32_t name;
  uint32_t type;
  Address flags;
  Address address;
  Address offset;
  Address size;
  uint32_t link;
  uint32_t info;
  Address alignment;
  Address entry_size;
};
enum : uint32_t { SHT_SYMTAB = 2 };

/// A note's head; its name and its description follow, each padded to four bytes.
struct NoteHeader {
  uint32_t name_size;
  uint32_t size;
  uint32_t type;
};
enum : uint32_t {
  NT_GNU_BUILD_ID = 3,
  GNU_NAME = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 0x474e5500 : 0x00554e47 // "GNU"
};

struct Dynamic {
  SignedAddress tag;
  Address value;
};
enum : SignedAddress {
  DT_NULL = 0,
  DT_NEEDED = 1,
  DT_HASH = 4,
  DT_STRTAB = 5,
  DT_SYMTAB = 6,
  DT_SONAME = 14,
  DT_RPATH = 15,
  DT_RUNPATH = 29,
  DT_GNU_HASH = 0x6ffffef5,
  DT_VERSYM = 0x6ffffff0,
  DT_VERDEF = 0x6ffffffc,
};

enum : uint8_t {
  STB_LOCAL = 0,
  STB_GNU_UNIQUE = 10,
  STT_OBJECT = 1,
  STT_FUNC = 2,
  STT_TLS = 6,
  STT_GNU_IFUNC = 10
};
enum : uint16_t { SHN_UNDEF = 0, SHN_ABS = 0xfff1 };

struct Verdef {
  uint16_t version;
  uint16_t flags;
  uint16_t index;
  uint16_t count;
  uint32_t hash;
  uint32_t aux;
  uint32_t next;
};
struct Verdaux {
  uint32_t name;
  uint32_t next;
};
enum : uint16_t { VERSYM_HIDDEN = 0x8000, VERSYM_INDEX = 0x7fff, VER_NDX_GLOBAL = 1, VER_NDX_FIRST = 2 };

} // namespace weakrt::elf
