// A text file in memory, with the lines that diagnostics quote.
#pragma once

#include "linkplugin/diagnostic.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

class SourceText {
public:
  /// Reads a file of at most `limit` bytes that is UTF-8. A byte order mark is dropped.
  [[nodiscard]] static Result<SourceText> read(const std::filesystem::path &file, size_t limit);

  SourceText(std::string file, std::string text);

  const std::string &file() const { return file_; }
  std::string_view text() const { return text_; }
  uint32_t line_count() const { return static_cast<uint32_t>(starts_.size()); }

  /// The text of a line without its end; empty where there is no such line.
  std::string_view line(uint32_t number) const;

  /// toml++ counts characters, a Span counts bytes.
  uint32_t byte_column(uint32_t line, uint32_t character_column) const;

  /// An error about a span of this file, with its excerpt.
  Diagnostic error(Span span, std::string message, std::string help = {}) const;

private:
  std::string file_;
  std::string text_;
  std::vector<size_t> starts_; ///< of the lines
};

} // namespace weakrt
