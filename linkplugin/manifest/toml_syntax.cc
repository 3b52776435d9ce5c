// toml++ 3.3 limits how deep *values* may nest (256), but not how many parts a dotted
// key may have: "a.a.a…a = 1" with 100,000 parts makes as many tables in each other, and
// destroying them overflows the stack. So a small scan goes first, which knows just enough
// TOML (strings, comments, brackets) to count what nests. It agrees with toml++ up to the
// first syntax error, and beyond that toml++ builds nothing.
#include "linkplugin/manifest/toml_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace weakrt {
namespace {

/// A manifest needs 3 brackets and 3 parts.
constexpr size_t deepest_brackets = 32;
constexpr size_t most_key_parts = 32;

/// Where the string that begins at text[at] ends: behind its closing quotes, or at the
/// end of the line or the text where they are missing.
size_t skip_string(std::string_view text, size_t at) {
  char quote = text[at];
  bool has_escapes = quote == '"';
  std::string_view triple = has_escapes ? R"(""")" : "'''";
  bool is_multi_line = text.substr(at, 3) == triple;
  at += is_multi_line ? 3 : 1;
  while (at < text.size()) {
    if (has_escapes && text[at] == '\\') {
      at += 2;
    } else if (is_multi_line && text.substr(at, 3) == triple) {
      at += 3; // and the string itself may end in two more quotes
      for (int i = 0; i < 2 && at < text.size() && text[at] == quote; i++)
        at++;
      return at;
    } else if (!is_multi_line && (text[at] == quote || text[at] == '\n')) {
      return at + 1;
    } else {
      at++;
    }
  }
  return text.size();
}

std::optional<Diagnostic> check_nesting(const SourceText &source) {
  std::string_view text = source.text();
  size_t brackets = 0, parts = 1;
  for (size_t at = 0; at < text.size();) {
    char c = text[at];
    if (c == '"' || c == '\'') {
      at = skip_string(text, at);
      continue;
    }
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (c == '.')
      parts++;
    else if (std::string_view("[]{}=,\n").contains(c))
      parts = 1;
    if (c == '[' || c == '{')
      brackets++;
    else if ((c == ']' || c == '}') && brackets > 0)
      brackets--;
    if (brackets > deepest_brackets || parts > most_key_parts) {
      std::string_view before = text.substr(0, at);
      auto line = static_cast<uint32_t>(std::ranges::count(before, '\n')) + 1;
      auto column = static_cast<uint32_t>(at - (before.rfind('\n') + 1)) + 1;
      return source.error({line, column, line, column + 1},
                          brackets > deepest_brackets
                              ? fmt::format("brackets are nested deeper than {} levels", deepest_brackets)
                              : fmt::format("a key has more than {} parts", most_key_parts));
    }
    at++;
  }
  return std::nullopt;
}

/// What to say instead or besides, by what toml++ says, for the slips that are likely in a manifest.
struct Advice {
  std::string_view symptom;
  std::string_view message; ///< empty: toml++'s own
  std::string_view help;
};
constexpr Advice advices[] = {
    {"could not determine value type", "this is not a value", "a string needs quotes: name = \"python\""},
    {"expected value, saw", "expected a value", ""},
    {"expected 'true'", "", "TOML writes `true` in lower case, and texts in quotes"},
    {"expected 'false'", "", "TOML writes `false` in lower case, and texts in quotes"},
    {"expected '=', saw", "", "TOML writes key = value"},
    {"expected ']', saw", "", "a header ends in as many brackets as it begins with"},
    {"expected key or closing '}'", "", "an inline table has to stay on one line"},
    {"unknown escape sequence", "", "write a backslash as \\\\, or use a literal string: 'text'"},
    {"expected comma or closing ']'", "", "elements of an array are separated by commas"},
    {"as table", "", "a table that there can be several of has two brackets: [[runtime]]"},
    {"cannot redefine existing table", "", "all keys of a table stand under one header"},
    {"cannot redefine existing", "", "a key can be set only once"},
};

/// "Error while parsing array: encountered end-of-file" and its like.
Diagnostic syntax_error(const SourceText &source, const toml::source_position &place,
                        std::string_view description) {
  std::string_view scope;
  constexpr std::string_view prefix = "Error while parsing ";
  if (description.starts_with(prefix))
    if (size_t colon = description.find(": "); colon != std::string_view::npos) {
      scope = description.substr(prefix.size(), colon - prefix.size());
      description.remove_prefix(colon + 2);
    }
  uint32_t column = source.byte_column(place.line, place.column);
  bool is_at_line_end = column > source.line(place.line).size();
  std::string message(description);
  std::string_view help;
  if (description == "encountered end-of-file") {
    message = fmt::format("the file ends in the middle of this {}", scope.empty() ? "value" : scope);
  } else if (scope == "string" && description.starts_with("unescaped control characters") && is_at_line_end) {
    message = "this string is not closed";
    help = "a string of several lines has three quotes at both ends";
  } else {
    for (const Advice &advice : advices)
      if (description.contains(advice.symptom)) {
        if (!advice.message.empty())
          message = advice.message;
        help = advice.help;
        break;
      }
  }
  return source.error({place.line, column, place.line, column + 1}, std::move(message), std::string(help));
}

} // namespace

std::expected<toml::table, Diagnostic> parse_toml(const SourceText &source) {
  if (auto diagnostic = check_nesting(source))
    return std::unexpected(std::move(*diagnostic));
  try {
    return toml::parse(source.text(), std::string_view(source.file()));
  } catch (const toml::parse_error &error) {
    return std::unexpected(syntax_error(source, error.source().begin, error.description()));
  } catch (const std::exception &error) {
    return std::unexpected(Diagnostic{.message = error.what(), .file = source.file()});
  }
}

} // namespace weakrt
