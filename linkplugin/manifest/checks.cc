// Rules for the strings of a manifest.
#include "linkplugin/manifest/schema.h"
#include "linkplugin/manifest/utf8.h"

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {
namespace {

constexpr size_t longest_runtime_name = 64;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// The first byte that is a control character or one of `others`.
size_t find_unwelcome(std::string_view text, std::string_view others) {
  auto it = std::ranges::find_if(
      text, [&](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || others.contains(c); });
  return static_cast<size_t>(it - text.begin());
}

} // namespace

std::string_view variable_of(std::string_view library) {
  size_t end = library.find_first_of("/\\");
  if (end == std::string_view::npos || !library.starts_with('$'))
    return {};
  std::string_view name = library.substr(1, end - 1);
  // As much as the stub has room for.
  bool is_name = !name.empty() && name.size() < 64 && !(name[0] >= '0' && name[0] <= '9') &&
                 std::ranges::all_of(name, [](char c) { return c == '_' || is_letter_or_digit(c); });
  return is_name && name != "ORIGIN" && name != "LIB" && name != "PLATFORM" ? name : std::string_view();
}

std::optional<Problem> check_runtime_name(std::string_view name) {
  std::string help = "letters, digits, `_`, `-`, `.` and `+`, for example `python`";
  if (name.empty())
    return Problem{"the name of a runtime is empty", std::move(help)};
  if (name.size() > longest_runtime_name)
    return Problem{fmt::format("the name of a runtime is longer than {} characters", longest_runtime_name),
                   {}};
  for (size_t i = 0; i < name.size(); i++)
    if (!is_letter_or_digit(name[i]) && (i == 0 || !std::string_view("_-.+").contains(name[i])))
      return Problem{"this character cannot be in the name of a runtime", std::move(help), i,
                     i + decode_utf8(name, i).length};
  return std::nullopt;
}

std::optional<Problem> check_glob(std::string_view glob) {
  if (glob.empty())
    return Problem{"the name of a symbol is empty", {}};
  if (size_t at = find_unwelcome(glob, " "); at < glob.size())
    return Problem{
        fmt::format("a symbol has no {} in its name", glob[at] == ' ' ? "spaces" : "control characters"),
        glob[at] == ' ' ? "each symbol is a string of its own" : "", at, at + 1};
  return std::nullopt;
}

std::optional<Problem> check_symbol(std::string_view name) {
  if (auto problem = check_glob(name))
    return problem;
  // Only `*`: MSVC's mangled C++ names begin with `?`.
  if (size_t at = name.find('*'); at != std::string_view::npos)
    return Problem{"expected the name of one symbol, found a pattern", "write the name in full", at, at + 1};
  return std::nullopt;
}

std::optional<Problem> check_line(std::string_view text) {
  if (text.empty())
    return Problem{"this string is empty", {}};
  if (size_t at = find_unwelcome(text, ""); at < text.size())
    return Problem{"a control character", {}, at, at + 1};
  return std::nullopt;
}

std::vector<std::string> values(std::vector<Text> texts) {
  std::vector<std::string> values;
  values.reserve(texts.size());
  for (Text &text : texts)
    values.push_back(std::move(text.value));
  return values;
}

} // namespace weakrt
