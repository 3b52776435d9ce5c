// How a diagnostic looks.
//
// The first line is for programs (ninja, editors and CI systems look for
// FILE:LINE:COL), the rest for people. Two things are less simple than they look:
//
// *Columns are bytes, carets stand on terminal cells.* Between the two lie tabs,
// UTF-8, wide and combining characters, escapes and lines far wider than a
// terminal. So an excerpt is first laid out as cells, each of which knows its
// bytes and its width; only then it is cropped and underlined.
//
// *The text is not ours.* An excerpt comes from a file that somebody may have sent
// with a bug report, so nothing that a terminal or a reader's eye could take for
// something else goes through: control characters, invalid UTF-8 and the
// characters that reorder text are written as escapes.
#include "linkplugin/diagnostic.h"

#include "linkplugin/manifest/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <unistd.h>
#include <utility>

namespace weakrt {
namespace {

/// The widest excerpt, in cells.
constexpr size_t excerpt_width = 100;
/// What stays visible to the left of a span in a line that is wider.
constexpr size_t context_width = 30;
constexpr size_t tab_width = 4;

struct Cell {
  size_t byte;
  size_t width;
  std::string shown;
};

struct Style {
  std::string_view bold, error, warning, gutter, help, reset;
};
constexpr Style plain{};
constexpr Style colored{"\033[1m", "\033[1;31m", "\033[1;35m", "\033[34m", "\033[1;36m", "\033[0m"};

/// Characters that show nothing or move other characters: C1 controls, zero-width
/// and bidirectional formatting, line separators, the byte order mark.
bool is_invisible(uint32_t c) {
  return (c >= 0x80 && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
         (c >= 0xfff9 && c <= 0xfffb) || c >= 0xe0000;
}

/// Cells that a terminal gives a character. Wide and combining blocks, coarsely:
/// wcwidth() would know better but needs a locale that a linker has not set.
size_t cells(uint32_t c) {
  constexpr std::pair<uint32_t, uint32_t> combining[] = {
      {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},   {0x64b, 0x65f},  {0x1ab0, 0x1aff},
      {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}};
  constexpr std::pair<uint32_t, uint32_t> wide[] = {
      {0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
      {0xa000, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
      {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
  auto is_in = [c](const auto &ranges) {
    return std::ranges::any_of(ranges, [c](auto range) { return c >= range.first && c <= range.second; });
  };
  return is_in(combining) ? 0 : is_in(wide) ? 2 : 1;
}

/// The character at text[at] as it may be shown, with its length in bytes.
std::pair<Cell, size_t> cell_at(std::string_view text, size_t at) {
  Utf8Character c = decode_utf8(text, at);
  std::string shown;
  if (!c.valid)
    shown = fmt::format("\\x{:02x}", static_cast<uint8_t>(text[at]));
  else if (c.code_point == '\n')
    shown = "\\n";
  else if (c.code_point < 0x20 || c.code_point == 0x7f)
    shown = fmt::format("\\x{:02x}", c.code_point);
  else if (is_invisible(c.code_point))
    shown = fmt::format("\\u{{{:x}}}", c.code_point);
  else
    return {{at, cells(c.code_point), std::string(text.substr(at, c.length))}, c.length};
  size_t width = shown.size();
  return {{at, width, std::move(shown)}, c.length};
}

} // namespace

std::string harmless(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    auto [cell, length] = cell_at(text, at);
    out += cell.shown;
    at += length;
  }
  return out;
}

namespace {

/// The same where lines are welcome: no trailing newline, `indent` before all but the first.
std::string harmless_lines(std::string_view text, std::string_view indent) {
  std::string out;
  for (bool first = true; first || !text.empty(); first = false) {
    size_t end = std::min(text.find('\n'), text.size());
    out += first ? "" : fmt::format("\n{}", indent);
    out += harmless(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

struct Layout {
  std::string text;
  size_t caret = 0; ///< cells before the carets
  size_t carets = 1;
};

/// The part of a line that is shown, and where the bytes [begin, end) stand in it.
Layout lay_out(std::string_view line, size_t begin, size_t end) {
  // Of a line of a megabyte only the surroundings need to be looked at.
  constexpr size_t most_before = 1000, most_bytes = 4000;
  auto is_inside_character = [&](size_t at) { return (static_cast<uint8_t>(line[at]) & 0xc0) == 0x80; };
  bool cut = false, is_cut_left = false;
  if (begin > most_before && begin <= line.size() && line.size() > most_bytes) {
    size_t skipped = begin - most_before;
    while (skipped < begin && is_inside_character(skipped))
      skipped++;
    line.remove_prefix(skipped);
    begin -= skipped;
    end -= skipped;
    is_cut_left = true;
  }
  if (line.size() > most_bytes) {
    size_t kept = most_bytes;
    while (kept > 0 && is_inside_character(kept))
      kept--;
    line = line.substr(0, kept);
    cut = true;
  }
  std::vector<Cell> row;
  size_t width = 0;
  for (size_t at = 0; at < line.size();) {
    auto [cell, length] = cell_at(line, at);
    if (line[at] == '\t') {
      cell.width = tab_width - width % tab_width;
      cell.shown.assign(cell.width, ' ');
    }
    width += cell.width;
    at += length;
    row.push_back(std::move(cell));
  }
  // Where each byte's cell begins; what is past the end stands right behind it.
  auto position = [&](size_t byte) {
    size_t cell = 0;
    for (const Cell &c : row) {
      if (c.byte >= byte)
        return cell;
      cell += c.width;
    }
    return cell;
  };
  size_t from = position(begin), to = std::max(position(end), from + 1);
  size_t left = 0, right = width;
  if (width > excerpt_width) {
    bool fits = to + 3 <= excerpt_width;
    left = fits ? 0 : from - std::min(from, context_width);
    right = left + excerpt_width;
  }

  Layout layout;
  size_t at = 0, shift = 0;
  if (left > 0 || is_cut_left) {
    layout.text = "…";
    shift = 1;
  }
  size_t first_shown = left;
  bool seen = false;
  for (const Cell &cell : row) {
    bool shown = at >= left && at + cell.width <= right;
    if (shown && !seen) {
      first_shown = at;
      seen = true;
    }
    if (shown)
      layout.text += cell.shown;
    cut |= at + cell.width > right;
    at += cell.width;
  }
  if (cut)
    layout.text += "…";
  from = std::clamp(from, first_shown, std::max(first_shown, right));
  to = std::clamp(to, from + 1, std::max(from + 1, right));
  layout.caret = from - first_shown + shift;
  layout.carets = to - from;
  return layout;
}

/// The numbered line and the carets beneath. `gutter` is as wide as the number.
std::string render_excerpt(const Diagnostic &diagnostic, const Style &style, size_t gutter) {
  const Span &span = diagnostic.span;
  std::string_view line = diagnostic.excerpt;
  line = line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
  std::string number = span.line > 0 ? fmt::to_string(span.line) : "";
  size_t begin = span.column > 0 ? span.column - 1 : 0;
  size_t end = begin + 1;
  if (span.end_line > span.line)
    end = line.size();
  else if (span.end_column > span.column)
    end = span.end_column - 1;
  Layout layout = lay_out(line, begin, end);
  std::string out = fmt::format(" {}{:>{}} |{} {}\n", style.gutter, number, gutter, style.reset, layout.text);
  if (span.column > 0)
    out += fmt::format(" {}{:>{}} |{} {:>{}}{}{:^>{}}{}\n", style.gutter, "", gutter, style.reset, "",
                       layout.caret, diagnostic.severity == Severity::error ? style.error : style.warning, "",
                       layout.carets, style.reset);
  return out;
}

} // namespace

std::unexpected<Diagnostics> fail(Diagnostic diagnostic) {
  Diagnostics diagnostics;
  diagnostics.push_back(std::move(diagnostic));
  return std::unexpected(std::move(diagnostics));
}

std::string render(const Diagnostic &diagnostic, bool color) {
  const Style &style = color ? colored : plain;
  const Span &span = diagnostic.span;
  std::string place = diagnostic.file.empty() ? "weakrt" : harmless(diagnostic.file);
  if (!diagnostic.file.empty() && span.line > 0)
    place += fmt::format(":{}:{}", span.line, std::max(span.column, 1U));
  bool is_error = diagnostic.severity == Severity::error;
  std::string out = fmt::format("{}{}:{} {}{}:{} {}{}{}\n", style.bold, place, style.reset,
                                is_error ? style.error : style.warning, is_error ? "error" : "warning",
                                style.reset, style.bold, harmless(diagnostic.message), style.reset);
  size_t gutter = span.line > 0 ? fmt::formatted_size("{}", span.line) : 1;
  if (!diagnostic.excerpt.empty())
    out += render_excerpt(diagnostic, style, gutter);
  for (const std::string &note : diagnostic.notes)
    out += fmt::format(">>> {}\n", harmless_lines(note, ">>> "));
  if (!diagnostic.help.empty()) {
    std::string indent(gutter + 2, ' ');
    out += fmt::format("{}{}={} {}help:{} {}\n", indent, style.gutter, style.reset, style.help, style.reset,
                       harmless_lines(diagnostic.help, indent + "        "));
  }
  return out;
}

void print_diagnostics(const Diagnostics &diagnostics, std::FILE *stream) {
  bool color = color_wanted(stream);
  std::string out;
  for (const Diagnostic &diagnostic : diagnostics)
    out += render(diagnostic, color);
  // One write: parallel links share a terminal.
  std::fwrite(out.data(), 1, out.size(), stream);
  std::fflush(stream);
}

bool color_wanted(std::FILE *stream) {
  auto variable = [](const char *name) {
    const char *value = std::getenv(name);
    return std::string_view(value ? value : "");
  };
  if (!variable("NO_COLOR").empty())
    return false;
  if (std::string_view forced = variable("CLICOLOR_FORCE"); !forced.empty() && forced != "0")
    return true;
  std::string_view terminal = variable("TERM");
  int descriptor = fileno(stream);
  return descriptor >= 0 && isatty(descriptor) == 1 && !terminal.empty() && terminal != "dumb";
}

} // namespace weakrt
