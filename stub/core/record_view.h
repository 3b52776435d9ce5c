// Reading the record: offsets become pointers here and nowhere else.
//
// The record was written by the linker that linked this stub, into read-only
// memory of the same file, so it is trusted and not checked again.
#pragma once

#include "stub/include/weakrt/record.h"

namespace weakrt {

/// `for (const T &x : each)`.
template <class T> struct Each {
  const T *first;
  const T *last;
  const T *begin() const { return first; }
  const T *end() const { return last; }
};

class RecordView {
public:
  explicit RecordView(const record::Header *header) : header(header) {}

  const record::Header *operator->() const { return header; }

  template <class T> Each<T> each(const record::List &list) const {
    const T *first = reinterpret_cast<const T *>(at(list.offset));
    return {first, first + list.count};
  }

  /// A text that is there.
  const char *text(record::Text text) const { return at(text); }
  /// A text, or nullptr for none.
  const char *optional_text(record::Text text) const { return text ? at(text) : nullptr; }

  const record::Runtime &runtime(uint32_t index) const {
    return each<record::Runtime>(header->runtimes).first[index];
  }

private:
  const char *at(uint32_t offset) const { return reinterpret_cast<const char *>(header) + offset; }

  const record::Header *header;
};

} // namespace weakrt
