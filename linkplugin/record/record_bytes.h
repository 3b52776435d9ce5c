// The bytes of a record (stub/include/weakrt/record.h) that was copied out of a file: every list and text of
// it lies inside. The same for every format.
#pragma once

#include "stub/include/weakrt/record.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace weakrt {

struct RecordBytes {
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

} // namespace weakrt
