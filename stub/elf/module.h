// A module of the process, seen through its program headers.
//
// Everything is found through PT_DYNAMIC, never through a link-time _DYNAMIC:
// patchelf moves the section and leaves the symbol behind.
#pragma once

#include "stub/elf/format.h"
#include "stub/elf/libc.h"

namespace weakrt::elf {

struct Module {
  /// As the loader calls it; "" is the main program. Belongs to the loader.
  const char *name = nullptr;
  Address base = 0;
  const Dynamic *dynamic = nullptr;
  const Symbol *symbols = nullptr;
  const char *strings = nullptr;
  const uint32_t *gnu_hash = nullptr;
  const uint32_t *sysv_hash = nullptr;
  const uint16_t *versions = nullptr;
  const Verdef *version_definitions = nullptr;
  const Rela *relocations = nullptr;
  size_t relocation_count = 0;
  /// PT_GNU_RELRO; size 0: none.
  Address relro = 0;
  size_t relro_size = 0;

  bool is_main_program() const { return *name == 0; }
};

/// Fills `module` from what dl_iterate_phdr reports. False where it has no
/// dynamic symbols to look at.
bool read_module(Module &module, const dl_phdr_info &info);

/// Whether an address lies in one of the segments that `info` describes.
bool covers(const dl_phdr_info &info, Address address);

/// Whether the module's DT_NEEDED or DT_SONAME (by `tag`) has this name.
bool has_name(const Module &module, int64_t tag, const char *name);

/// The module's DT_SONAME, or nullptr.
const char *soname(const Module &module);

} // namespace weakrt::elf
