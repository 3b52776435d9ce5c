// Reading the record: offsets become pointers here and nowhere else.
//
// The record was written by the linker that linked this stub, into read-only
// memory of the same file, so it is trusted and not checked again.
#pragma once

#include "stub/include/weakrt/record.h"

namespace weakrt {

class RecordView {
public:
  explicit RecordView(const record::Header *header) : header(header) {}

  const record::Header *operator->() const { return header; }

  template <class T> const T *at(uint32_t offset) const {
    return reinterpret_cast<const T *>(reinterpret_cast<const char *>(header) + offset);
  }

  template <class T> const T *begin(record::List list) const { return at<T>(list.offset); }
  template <class T> const T *end(record::List list) const { return at<T>(list.offset) + list.count; }

  /// The text, or nullptr for none.
  const char *text(record::Text text) const { return text ? at<char>(text) : nullptr; }

  const record::Runtime *runtime(uint32_t index) const {
    return begin<record::Runtime>(header->runtimes) + index;
  }

private:
  const record::Header *header;
};

/// `for (const T &x : each<T>(record, list))`.
template <class T> struct Each {
  const T *first;
  const T *last;
  const T *begin() const { return first; }
  const T *end() const { return last; }
};
template <class T> Each<T> each(const RecordView &record, record::List list) {
  return {record.begin<T>(list), record.end<T>(list)};
}

} // namespace weakrt
