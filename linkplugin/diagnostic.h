// A diagnostic is a value: what is wrong, where, and what to do about it.
//
// Functions that can fail return Result<T>; nothing but the tool's outermost
// layer prints (see print_diagnostics), so a library user and a test see the
// same object that a person sees as text:
//
//   node_loader.toml:3:22: error: expected a string, found an integer
//    3 | symbols = ["napi_*", 42]
//      |                      ^^
//      = help: list symbol names or globs, e.g. "napi_*"
#pragma once

#include <cstdint>
#include <cstdio>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// A place in a text file. Lines and columns count from 1, columns in bytes;
/// the end is exclusive. line == 0 means "the whole file"; with an excerpt all the
/// same (a command-line flag, say) the columns are the excerpt's.
struct Span {
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t end_line = 0;
  uint32_t end_column = 0;
};

enum class Severity : uint8_t { error, warning };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string message = {};
  /// The file that the message is about; empty when it is about no file.
  std::string file = {};
  Span span = {};
  /// The text of line span.line, for the excerpt; empty when there is none.
  std::string excerpt = {};
  /// Facts that belong to the message, one a line ("referenced by plug.o").
  std::vector<std::string> notes = {};
  /// What to do, as one sentence without a capital; may be empty.
  std::string help = {};
};

using Diagnostics = std::vector<Diagnostic>;

/// A value, or everything that was wrong (never an empty list).
template <class T> using Result = std::expected<T, Diagnostics>;

/// The failure that consists of this one diagnostic:
///   return fail({.message = "no such file", .file = path});
[[nodiscard]] std::unexpected<Diagnostics> fail(Diagnostic diagnostic);

/// Renders one diagnostic, ending in a newline. `color` adds ANSI escapes.
[[nodiscard]] std::string render(const Diagnostic &diagnostic, bool color);

/// Text of a foreign file for a terminal: control characters and what is not UTF-8
/// are replaced.
[[nodiscard]] std::string harmless(std::string_view text);

/// Prints all of them to `stream` (the tool passes stderr), in color where
/// color_wanted() says so. Not thread-safe with other writers of the stream.
void print_diagnostics(const Diagnostics &diagnostics, std::FILE *stream);

/// Whether text for this stream is colored, by ninja's precedence: NO_COLOR
/// forbids, CLICOLOR_FORCE (unless "0") forces, else a terminal that is not dumb.
[[nodiscard]] bool color_wanted(std::FILE *stream);

} // namespace weakrt
