#include "facts.h"

#include <charconv>
#include <fmt/format.h>

namespace matrix {

Facts::Facts(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : text.size());
    if (const size_t equals = line.find('='); equals != std::string_view::npos)
      values_[std::string(line.substr(0, equals))].emplace_back(line.substr(equals + 1));
  }
}

std::string Facts::operator[](const std::string &key) const {
  const auto found = values_.find(key);
  return found == values_.end() ? "(none)" : fmt::format("{}", fmt::join(found->second, ", "));
}

long Facts::number(const std::string &key) const {
  const std::string text = (*this)[key];
  long value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

} // namespace matrix
