// The record in a linked file: finding it, reading what it says, and completing it.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/image.h"
#include "stub/include/weakrt/record.h"

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

/// A copy of a file's record in this machine's byte order, bounds-checked: every list and
/// text lies inside it.
struct RecordPlace {
  uint64_t address = 0; ///< link-time address of the header
  // Link-time addresses of the stub's entries and exits: see record::Note.
  uint64_t init = 0;
  uint64_t init_array = 0;
  uint64_t fini = 0;
  uint64_t fini_array = 0;

  record::Header &header() const { return *at<record::Header>(0, 1); }
  /// `count` elements at this offset, or nullptr where they do not fit.
  template <class T> T *at(uint32_t offset, uint64_t count) const {
    bool fits = offset <= size && offset % alignof(T) == 0 && count <= (size - offset) / sizeof(T);
    return fits ? reinterpret_cast<T *>(const_cast<char *>(bytes()) + offset) : nullptr;
  }
  template <class T> std::span<T> list(record::List list) const {
    T *first = at<T>(list.offset, list.count);
    return first ? std::span<T>(first, list.count) : std::span<T>();
  }
  std::string_view text(record::Text text) const;
  /// The offset of a text that the record holds, or 0.
  record::Text find_text(std::string_view text) const;

  const char *bytes() const { return reinterpret_cast<const char *>(words.data()); }
  std::vector<uint64_t> words; ///< aligned as a record is
  uint32_t size = 0;           ///< in bytes
};

/// Through `.note.weakrt`: by PT_NOTE, or by the section of the record where the
/// notes are gone. Fails where the file has no record of a known format.
Result<RecordPlace> find_record(const Image &image);

/// Puts the record back where it was found.
void store_record(const Image &image, const RecordPlace &record);

/// Turns the record's numbers into the other byte order; `from_foreign` says that they are
/// not in this machine's now. What does not lie inside `bytes` is left alone.
void reverse_record(std::span<char> bytes, bool from_foreign);

} // namespace weakrt::elf
