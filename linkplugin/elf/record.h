// The record in a linked file: finding it, and reading what it says.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/image.h"
#include "stub/include/weakrt/record.h"

#include <span>
#include <string>
#include <string_view>

namespace weakrt::elf {

/// The record of a file, bounds-checked: every list and text lies inside it.
struct RecordPlace {
  record::Header *header = nullptr;
  uint64_t address = 0; ///< link-time address of the header
  uint64_t init = 0;    ///< link-time address of the stub's entry
  uint64_t fini = 0;

  /// `count` elements at this offset, or nullptr where they do not fit.
  template <class T> T *at(uint32_t offset, uint64_t count) const {
    bool fits =
        offset <= header->size && offset % alignof(T) == 0 && count <= (header->size - offset) / sizeof(T);
    return fits ? reinterpret_cast<T *>(reinterpret_cast<char *>(header) + offset) : nullptr;
  }
  template <class T> std::span<T> list(record::List list) const {
    T *first = at<T>(list.offset, list.count);
    return first ? std::span<T>(first, list.count) : std::span<T>();
  }
  std::string_view text(record::Text text) const;
  /// The offset of a text that the record holds, or 0.
  record::Text find_text(std::string_view text) const;
};

/// Through `.note.weakrt`: by PT_NOTE, or by the section of the record where the
/// notes are gone. Fails where the file has no record of a known format.
Result<RecordPlace> find_record(const Image &image);

} // namespace weakrt::elf
