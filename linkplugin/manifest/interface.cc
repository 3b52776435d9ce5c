// Interface files (python.symbols): the symbols that a runtime exports, so that a plugin
// can be linked where the runtime is not installed, and a misspelled name is still an
// error. A plain text format, because thousands of lines of TOML would be slow to read and
// a diff of them tedious:
//
//   # comments, from a # that begins a word to the end of the line
//   function Py_IsInitialized
//   data     _Py_NoneStruct
//   thread-local PL_current_context
#include "linkplugin/manifest/schema.h"
#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace weakrt {
namespace {

/// Node exports 90,000 symbols with mangled names.
constexpr size_t largest_interface = size_t{32} << 20;
constexpr size_t most_wrong_lines = 20;

constexpr std::string_view blanks = " \t";
constexpr const char *each_line = "each line is `function NAME`, `data NAME` or `thread-local NAME`";

struct Word {
  std::string_view text;
  size_t begin = 0;
};

/// The next word of a line from `at` on, empty at its end or before a comment.
Word next_word(std::string_view line, size_t at) {
  size_t begin = std::min(line.find_first_not_of(blanks, at), line.size());
  if (begin == line.size() || line[begin] == '#')
    return {{}, begin};
  return {line.substr(begin, line.find_first_of(blanks, begin) - begin), begin};
}

class InterfaceParser {
public:
  explicit InterfaceParser(const SourceText &source) : source(source) {}
  Result<std::vector<InterfaceSymbol>> parse();

private:
  void parse_line(uint32_t number);
  void report(uint32_t line, size_t begin, size_t size, std::string message, std::string help = {});

  const SourceText &source;
  std::vector<InterfaceSymbol> symbols;
  std::unordered_map<std::string_view, uint32_t> lines; ///< of the names so far
  Diagnostics diagnostics;
};

void InterfaceParser::report(uint32_t line, size_t begin, size_t size, std::string message,
                             std::string help) {
  auto column = static_cast<uint32_t>(begin) + 1;
  auto end = static_cast<uint32_t>(begin + std::max<size_t>(size, 1)) + 1;
  diagnostics.push_back(source.error({line, column, line, end}, std::move(message), std::move(help)));
}

void InterfaceParser::parse_line(uint32_t number) {
  constexpr std::array<std::string_view, 3> kinds{"function", "data", "thread-local"};
  std::string_view line = source.line(number);
  Word kind = next_word(line, 0);
  if (kind.text.empty())
    return;
  Word name = next_word(line, kind.begin + kind.text.size());
  if (std::ranges::find(kinds, kind.text) == kinds.end())
    return report(
        number, kind.begin, kind.text.size(),
        fmt::format("expected `function`, `data` or `thread-local`, found {}", in_quotes(kind.text)),
        suggestion(kind.text, kinds, each_line));
  if (name.text.empty())
    return report(number, kind.begin + kind.text.size(), 1,
                  fmt::format("expected the name of a symbol behind `{}`", kind.text));
  if (auto problem = check_symbol(name.text))
    return report(number, name.begin + problem->begin,
                  std::min(problem->end, name.text.size()) - problem->begin, std::move(problem->message),
                  std::move(problem->help));
  if (Word more = next_word(line, name.begin + name.text.size()); !more.text.empty())
    return report(number, more.begin, more.text.size(), "expected the end of the line",
                  "one symbol a line; a comment begins with #");
  auto [first, is_new] = lines.try_emplace(name.text, number);
  if (!is_new) {
    report(number, name.begin, name.text.size(), fmt::format("{} is listed twice", in_quotes(name.text)));
    diagnostics.back().notes.push_back(fmt::format("first listed at {}:{}", source.file(), first->second));
    return;
  }
  symbols.push_back({std::string(name.text), kind.text == "data", kind.text == "thread-local"});
}

Result<std::vector<InterfaceSymbol>> InterfaceParser::parse() {
  for (uint32_t number = 1; number <= source.line_count() && diagnostics.size() < most_wrong_lines; number++)
    parse_line(number);
  if (symbols.empty() && diagnostics.empty())
    diagnostics.push_back({.message = "no symbol is listed here", .file = source.file(), .help = each_line});
  if (!diagnostics.empty())
    return std::unexpected(std::move(diagnostics));
  return std::move(symbols);
}

} // namespace

Result<std::vector<InterfaceSymbol>> read_interface(const std::filesystem::path &file) {
  auto source = SourceText::read(file, largest_interface);
  if (!source)
    return std::unexpected(std::move(source.error()));
  return InterfaceParser(*source).parse();
}

} // namespace weakrt
