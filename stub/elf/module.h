// A module of the process, seen through its program headers.
//
// Everything is found through PT_DYNAMIC, never through a link-time _DYNAMIC:
// patchelf moves the section and leaves the symbol behind.
#pragma once

#include "stub/elf/format.h"
#include "stub/elf/libc.h"

namespace weakrt::elf {

/// Filled by read_module; before that nothing in it means anything, so that arrays
/// of it cost no code.
struct Module {
  /// As the loader calls it; "" is the main program. Belongs to the loader.
  const char *name;
  Address base;
  const Dynamic *dynamic;
  const Symbol *symbols;
  const char *strings;
  const uint32_t *gnu_hash;
  const uint32_t *sysv_hash;
  const uint16_t *versions;
  const Verdef *version_definitions;
  const Rela *relocations;
  size_t relocation_count;
  /// PT_GNU_RELRO; size 0: none.
  Address relro;
  size_t relro_size;

  bool is_main_program() const { return *name == 0; }
};

/// Fills `module` from what dl_iterate_phdr reports. False where it has no
/// dynamic symbols to look at.
bool read_module(Module &module, const dl_phdr_info &info);

/// Whether an address lies in one of the segments that `info` describes.
bool covers(const dl_phdr_info &info, Address address);

/// Whether the module has a library of this name among its DT_NEEDED.
bool needs(const Module &module, const char *name);

/// The module's DT_SONAME, or nullptr.
const char *soname(const Module &module);

} // namespace weakrt::elf
