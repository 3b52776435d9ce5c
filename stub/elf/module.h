// A module of the process, seen through its program headers.
//
// Everything is found through PT_DYNAMIC, never through a link-time _DYNAMIC:
// patchelf moves the section and leaves the symbol behind.
#pragma once

#include "stub/elf/format.h"
#include "stub/elf/libc.h"

namespace weakrt::elf {

struct Module {
  /// As the loader calls it, to which it belongs; "" is the main program.
  const char *name;
  /// For people.
  const char *label;
  Address base;
  /// All that is loaded of it, and how much of that is in its first segment, as a file has it.
  Address start;
  size_t size;
  size_t first_size;
  const ProgramHeader *segments;
  const Dynamic *dynamic;
  uint32_t segment_count;
  /// Without a hash table: how many symbols there are, to look at one by one.
  uint32_t symbol_count;
  // What the dynamic section says; module.cc fills them in this order.
  const Symbol *symbols;
  const char *strings;
  const uint32_t *gnu_hash;
  const HashWord *sysv_hash;
  const uint16_t *versions;
  const Verdef *version_definitions;
  const Relocation *relocations;
  size_t relocations_size;
  /// Of a file, where nothing promises that names are inside; 0: the loader does.
  uint32_t strings_size;
};

/// What the loader calls the main program: this very text.
extern const char *main_program_name;

/// Fills `module` from what dl_iterate_phdr reports. False where it has no
/// dynamic symbols to look at.
bool read_module(Module &module, const dl_phdr_info &info);

/// The segment of this type, or nullptr.
[[gnu::always_inline]] inline const ProgramHeader *find_segment(const Module &module, uint32_t type) {
  for (uint32_t i = 0; i < module.segment_count; ++i)
    if (module.segments[i].type == type)
      return &module.segments[i];
  return nullptr;
}

/// A handle of a module that is loaded, as dlopen gives; nullptr: it is not.
void *open_module(const Module &module, int flags);

/// The text whose offset is the value of the dynamic section's entry of this tag, or nullptr.
const char *find_text(const Module &module, SignedAddress tag);

/// Whether the module names the other's DT_SONAME among its DT_NEEDED.
bool needs(const Module &module, const Module &other);

/// Bytes of somebody else; size 0: none.
struct Bytes {
  const uint8_t *data;
  uint32_t size;
};

/// The build-id that the module has in memory (gABI, "Note Section"; the name is "GNU").
Bytes build_id(const Module &module);

} // namespace weakrt::elf
