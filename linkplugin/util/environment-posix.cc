#include "linkplugin/util/environment.h"

#include <string_view>
#include <unistd.h>

namespace weakrt {

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> variables;
  for (char **entry = environ; entry && *entry; ++entry) {
    std::string_view text = *entry;
    if (size_t sign = text.find('='); sign != text.npos)
      variables.try_emplace(std::string(text.substr(0, sign)), text.substr(sign + 1));
  }
  return variables;
}

} // namespace weakrt
