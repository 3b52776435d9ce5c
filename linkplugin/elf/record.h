// The record in a linked file: finding it, reading what it says, and completing it.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/image.h"
#include "linkplugin/record/record_bytes.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt::elf {

/// How much is known only when the plugin was linked once.
struct RecordCapacity {
  uint32_t imports = 0;
  uint32_t thread_locals = 0;

  bool holds(const RecordCapacity &other) const {
    return other.imports <= imports && other.thread_locals <= thread_locals;
  }
};

/// A copy of a file's record in this machine's byte order.
struct RecordPlace : RecordBytes {
  uint64_t address = 0; ///< link-time address of the header
  // Link-time addresses of the stub's entries and exits: see record::Note.
  uint64_t init = 0;
  uint64_t init_array = 0;
  uint64_t fini = 0;
  uint64_t fini_array = 0;
};

/// Through `.note.weakrt`: by PT_NOTE, or by the section of the record where the
/// notes are gone. Fails where the file has no record of a known format.
Result<RecordPlace> find_record(const Image &image);

/// Puts the record back where it was found.
void store_record(Image &image, const RecordPlace &record);

/// Turns the record's numbers into the other byte order; `from_foreign` says that they are
/// not in this machine's now. What does not lie inside `bytes` is left alone.
void reverse_record(std::span<char> bytes, bool from_foreign);

} // namespace weakrt::elf
