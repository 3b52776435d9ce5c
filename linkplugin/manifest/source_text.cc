#include "linkplugin/manifest/source_text.h"

#include "linkplugin/manifest/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

namespace weakrt {
namespace {

/// Everything up to `limit` bytes, and one more where the file has more: a file may be a
/// pipe or a device, so its size is not asked beforehand.
std::expected<std::string, std::error_code> read_bytes(const std::filesystem::path &file, size_t limit) {
  std::unique_ptr<std::FILE, int (*)(std::FILE *)> stream(std::fopen(file.c_str(), "rb"), std::fclose);
  if (!stream)
    return std::unexpected(std::error_code(errno, std::generic_category()));
  std::string bytes;
  char buffer[16384];
  while (bytes.size() <= limit) {
    size_t count = std::fread(buffer, 1, std::min(sizeof(buffer), limit + 1 - bytes.size()), stream.get());
    if (count == 0)
      break;
    bytes.append(buffer, count);
  }
  if (std::ferror(stream.get()))
    return std::unexpected(std::error_code(errno, std::generic_category()));
  return bytes;
}

} // namespace

SourceText::SourceText(std::string file, std::string text) : file_(std::move(file)), text_(std::move(text)) {
  starts_.push_back(0);
  for (size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
    starts_.push_back(at + 1);
}

Result<SourceText> SourceText::read(const std::filesystem::path &file, size_t limit) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored))
    return fail({.message = "this is a folder, not a file", .file = file.string()});
  auto bytes = read_bytes(file, limit);
  if (!bytes) {
    bool is_missing = bytes.error() == std::errc::no_such_file_or_directory;
    return fail({.message = is_missing ? "no such file"
                                       : fmt::format("cannot read this file: {}", bytes.error().message()),
                 .file = file.string()});
  }
  if (bytes->size() > limit)
    return fail({.message = fmt::format("the file has more than {} KiB", limit / 1024),
                 .file = file.string(),
                 .help = "is it the right file?"});
  if (bytes->starts_with("\xef\xbb\xbf"))
    bytes->erase(0, 3);

  SourceText source(file.string(), std::move(*bytes));
  for (uint32_t number = 1; number <= source.line_count(); number++) {
    std::string_view line = source.line(number);
    for (size_t at = 0; at < line.size();) {
      Utf8Character c = decode_utf8(line, at);
      if (!c.valid) {
        uint32_t column = static_cast<uint32_t>(at) + 1;
        return std::unexpected(Diagnostics{
            source.error({number, column, number, column + 1},
                         fmt::format("byte 0x{:02x} is not UTF-8", static_cast<uint8_t>(line[at])),
                         "save the file as UTF-8")});
      }
      at += c.length;
    }
  }
  return source;
}

std::string_view SourceText::line(uint32_t number) const {
  if (number == 0 || number > starts_.size())
    return {};
  size_t begin = starts_[number - 1];
  size_t end = number < starts_.size() ? starts_[number] - 1 : text_.size();
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  return line;
}

uint32_t SourceText::byte_column(uint32_t number, uint32_t character_column) const {
  std::string_view text = line(number);
  size_t at = 0;
  uint32_t character = 1;
  for (; character < character_column && at < text.size(); character++)
    at += decode_utf8(text, at).length;
  return static_cast<uint32_t>(at) + 1 + (character_column > character ? 1 : 0);
}

Diagnostic SourceText::error(Span span, std::string message, std::string help) const {
  Diagnostic diagnostic;
  diagnostic.message = std::move(message);
  diagnostic.file = file_;
  diagnostic.span = span;
  diagnostic.excerpt = std::string(line(span.line));
  diagnostic.help = std::move(help);
  return diagnostic;
}

} // namespace weakrt
