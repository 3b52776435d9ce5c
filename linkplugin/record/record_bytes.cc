#include "linkplugin/record/record_bytes.h"

#include <cstring>
#include <string>

namespace weakrt {

std::string_view RecordBytes::text(record::Text text) const {
  if (text == 0 || text >= size)
    return "";
  const char *first = bytes() + text;
  return {first, strnlen(first, size - text)};
}

record::Text RecordBytes::find_text(std::string_view wanted) const {
  if (wanted.empty())
    return 0;
  std::string_view all(bytes(), size);
  std::string terminated(wanted);
  terminated.push_back('\0');
  // A text may be the tail of a longer one; that is the same text.
  size_t found = all.find(terminated, sizeof(record::Header));
  return found == std::string_view::npos ? 0 : static_cast<record::Text>(found);
}

} // namespace weakrt
