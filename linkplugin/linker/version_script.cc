#include "linkplugin/linker/version_script.h"

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

// Where the next word begins: white space and comments skipped. A '#' comments out the rest of its line.
static size_t skip_blank(std::string_view script, size_t at) {
  while (at < script.size()) {
    std::string_view rest = script.substr(at);
    if (rest.starts_with("/*"))
      at = std::min(script.find("*/", at + 2), script.size() - 2) + 2;
    else if (rest.starts_with("#"))
      at = std::min(script.find('\n', at), script.size());
    else if (std::string_view(" \t\r\n\f\v").find(rest[0]) != std::string_view::npos)
      ++at;
    else
      break;
  }
  return at;
}

// The first '{' that is not in a comment or a quoted name opens the first node.
static size_t first_node(std::string_view script) {
  for (size_t at = skip_blank(script, 0); at < script.size(); at = skip_blank(script, at + 1)) {
    if (script[at] == '{')
      return at;
    if (script[at] == '"')
      at = script.find('"', at + 1);
    if (at == std::string_view::npos)
      break;
  }
  return std::string_view::npos;
}

// Where the text behind "WORD :" begins, or npos.
static size_t behind_label(std::string_view script, size_t at, std::string_view word) {
  if (!script.substr(at).starts_with(word))
    return std::string_view::npos;
  at = skip_blank(script, at + word.size());
  return at < script.size() && script[at] == ':' ? at + 1 : std::string_view::npos;
}

// GNU ld and gold take one `global:` in a node, first, and none where the list has no label.
std::string export_in_version_script(std::string_view script, std::string_view symbol) {
  size_t node = first_node(script);
  if (node == std::string_view::npos)
    return std::string(script);
  size_t begin = skip_blank(script, node + 1);
  if (size_t list = behind_label(script, begin, "global"); list != std::string_view::npos)
    return fmt::format("{} {};{}", script.substr(0, list), symbol, script.substr(list));
  std::string_view label = behind_label(script, begin, "local") != std::string_view::npos ? "global: " : "";
  return fmt::format("{} {}{};{}", script.substr(0, node + 1), label, symbol, script.substr(node + 1));
}

} // namespace weakrt
