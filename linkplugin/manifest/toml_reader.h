// Typed access to TOML, with a diagnostic for everything that is not as it should be.
//
// TomlFile is one file: its text, what toml++ made of it, and the errors found so far.
// TableReader reads one table of it. A key that is asked for is thereby a known key, so
// finish() can tell which ones nobody knows; no second list of keys to keep up to date.
//
// Nothing here stops at the first error: a reader that finds something wrong reports
// it, returns nothing, and the caller goes on, so that all errors come out at once.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/source_text.h"

#include <toml++/toml.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace weakrt {

/// A string of the file, and where it came from.
struct Text {
  std::string value;
  const toml::node *node = nullptr;
};

class TomlFile {
public:
  [[nodiscard]] static Result<TomlFile> read(const std::filesystem::path &file);

  const toml::table &root() const { return root_; }
  const SourceText &source() const { return source_; }
  /// What relative paths in the file are relative to.
  std::filesystem::path folder() const { return std::filesystem::path(source_.file()).parent_path(); }

  /// Notes an error about a node (a table's place is its header) or a key.
  void report(const toml::node &node, std::string message, std::string help = {},
              std::vector<std::string> notes = {});
  void report(const toml::key &key, std::string message, std::string help = {});
  /// About bytes [begin, end) of a string, as far as the file shows them one to one.
  void report(const Text &text, size_t begin, size_t end, std::string message, std::string help = {});
  /// Notes errors about another file, which this one names at `text`.
  void report(const Text &text, Diagnostics others);

  /// All errors in the order of the file, then those of other files.
  [[nodiscard]] Diagnostics take_diagnostics();

  bool has_errors() const { return !own_.empty() || !others_.empty(); }
  /// A diagnostic about a node that has no words yet.
  Diagnostic about(const toml::node &node) const;
  /// "12:3": a place for a note.
  std::string place(const toml::node &node) const;

private:
  TomlFile(SourceText source, toml::table root) : source_(std::move(source)), root_(std::move(root)) {}
  Span span(const toml::source_region &region) const;
  void add(const toml::source_region &region, std::string message, std::string help,
           std::vector<std::string> notes);
  bool is_full();

  SourceText source_;
  toml::table root_;
  Diagnostics own_, others_;
  size_t suppressed_ = 0;
};

/// What is wrong with a string, at bytes [begin, end) of it.
struct Problem {
  std::string message;
  std::string help;
  size_t begin = 0;
  size_t end = std::string::npos;
};
using Check = std::optional<Problem> (*)(std::string_view);

enum class Presence : uint8_t { optional, required };

class TableReader {
public:
  TableReader(TomlFile &file, const toml::table &table) : file_(file), table_(table) {}

  /// The value of a key, or null. A missing required one is reported by finish().
  const toml::node *find(std::string_view key, Presence presence, std::string_view help);

  std::optional<Text> text(std::string_view key, Presence presence, Check check, std::string_view help);
  std::optional<bool> boolean(std::string_view key, std::string_view help);
  const toml::table *table(std::string_view key, std::string_view help);
  /// The tables of [[key]]; empty where there is none.
  std::vector<const toml::table *> tables(std::string_view key, Presence presence, std::string_view help);
  /// The strings of an array: each one checked, none twice, the array not empty.
  std::vector<Text> texts(std::string_view key, Presence presence, Check check, std::string_view help);
  /// An array that is not empty, or null.
  const toml::array *array(std::string_view key, Presence presence, std::string_view help);
  /// A string, checked; anything else is reported.
  std::optional<Text> element(const toml::node &node, Check check, std::string_view help);

  /// Reports the keys that nobody asked for, and the required ones that are missing.
  void finish();

private:
  TomlFile &file_;
  const toml::table &table_;
  std::vector<std::string_view> known_;
  std::vector<std::pair<std::string_view, std::string_view>> missing_; ///< key and help
};

/// Finds names that are listed twice.
class Duplicates {
public:
  explicit Duplicates(TomlFile &file) : file_(file) {}
  /// Whether this is the first one; the others are reported.
  bool add(const Text &text);

private:
  TomlFile &file_;
  std::unordered_map<std::string, const toml::node *> first_;
};

/// "a string", "an integer": what a node is, for messages.
[[nodiscard]] std::string_view kind_of(const toml::node &node);

} // namespace weakrt
