// What a host prints: lines of key=value, where a key may come twice.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace matrix {

class Facts {
public:
  explicit Facts(std::string_view text);

  /// All values of a key, joined by ", "; "(none)" if there is none.
  std::string operator[](const std::string &key) const;
  /// The value as a number; -1 if it is none.
  long number(const std::string &key) const;
  bool has(const std::string &key) const { return values_.contains(key); }

private:
  std::map<std::string, std::vector<std::string>> values_;
};

} // namespace matrix
