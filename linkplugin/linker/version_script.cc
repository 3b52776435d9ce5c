#include "linkplugin/linker/version_script.h"

#include <fmt/format.h>

namespace weakrt {

// The first '{' that is not in a comment or a quoted name opens the first node.
static size_t first_node(std::string_view script) {
  for (size_t at = 0; at < script.size(); ++at) {
    std::string_view rest = script.substr(at);
    if (rest.starts_with("/*"))
      at = script.find("*/", at + 2);
    else if (rest.starts_with("#"))
      at = script.find('\n', at);
    else if (rest.starts_with("\""))
      at = script.find('"', at + 1);
    else if (rest.starts_with("{"))
      return at;
    if (at == std::string_view::npos)
      break;
  }
  return std::string_view::npos;
}

std::string export_in_version_script(std::string_view script, std::string_view symbol) {
  size_t node = first_node(script);
  if (node == std::string_view::npos)
    return std::string(script);
  return fmt::format("{} global: {}; {}", script.substr(0, node + 1), symbol, script.substr(node + 1));
}

} // namespace weakrt
