#include "linkplugin/manifest/toml_reader.h"

#include "linkplugin/manifest/suggest.h"
#include "linkplugin/manifest/toml_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace weakrt {
namespace {

/// A manifest is a page or two; more is a mistake, or meant to hurt.
constexpr size_t largest_manifest = size_t{1} << 20;
/// More errors than this say nothing new about a file.
constexpr size_t most_errors = 50;

std::string join(const std::vector<std::string_view> &words) {
  std::string out;
  for (std::string_view word : words)
    out += fmt::format("{}{}", out.empty() ? "" : ", ", word);
  return out;
}

} // namespace

Result<TomlFile> TomlFile::read(const std::filesystem::path &file) {
  auto source = SourceText::read(file, largest_manifest);
  if (!source)
    return std::unexpected(std::move(source.error()));
  auto root = parse_toml(*source);
  if (!root)
    return fail(std::move(root.error()));
  return TomlFile(std::move(*source), std::move(*root));
}

Span TomlFile::span(const toml::source_region &region) const {
  if (region.begin.line == 0)
    return {};
  return {region.begin.line, source_.byte_column(region.begin.line, region.begin.column), region.end.line,
          source_.byte_column(region.end.line, region.end.column)};
}

bool TomlFile::is_full() {
  if (own_.size() + others_.size() < most_errors)
    return false;
  suppressed_++;
  return true;
}

void TomlFile::add(const toml::source_region &region, std::string message, std::string help,
                   std::vector<std::string> notes) {
  if (is_full())
    return;
  Diagnostic diagnostic = source_.error(span(region), std::move(message), std::move(help));
  diagnostic.notes = std::move(notes);
  own_.push_back(std::move(diagnostic));
}

void TomlFile::report(const toml::node &node, std::string message, std::string help,
                      std::vector<std::string> notes) {
  // The root has a place (all of it), but not one that an excerpt could show.
  toml::source_region region = &node == &root_ ? toml::source_region{} : node.source();
  add(region, std::move(message), std::move(help), std::move(notes));
}

void TomlFile::report(const toml::key &key, std::string message, std::string help) {
  add(key.source(), std::move(message), std::move(help), {});
}

void TomlFile::report(const Text &text, size_t begin, size_t end, std::string message, std::string help) {
  if (is_full())
    return;
  Span place = span(text.node->source());
  std::string_view line = source_.line(place.line);
  // Escapes and lines shift what follows them; then the whole string is underlined.
  if (line.substr(std::min<size_t>(place.column, line.size()), text.value.size()) == text.value &&
      place.line == place.end_line && begin < end) {
    place.end_column = place.column + 1 + static_cast<uint32_t>(std::min(end, text.value.size() + 1));
    place.column += 1 + static_cast<uint32_t>(std::min(begin, text.value.size()));
  }
  own_.push_back(source_.error(place, std::move(message), std::move(help)));
}

void TomlFile::report(const Text &text, Diagnostics others) {
  others.front().notes.push_back(fmt::format("named at {}", place(*text.node)));
  for (Diagnostic &diagnostic : others)
    if (!is_full())
      others_.push_back(std::move(diagnostic));
}

Diagnostics TomlFile::take_diagnostics() {
  std::ranges::stable_sort(own_, {}, [](const Diagnostic &diagnostic) {
    return std::pair(diagnostic.span.line, diagnostic.span.column);
  });
  Diagnostics all = std::move(own_);
  std::ranges::move(others_, std::back_inserter(all));
  if (suppressed_ > 0)
    all.push_back({.message = fmt::format("too many errors: {} more are not shown", suppressed_),
                   .file = source_.file()});
  own_.clear();
  others_.clear();
  return all;
}

Diagnostic TomlFile::about(const toml::node &node) const {
  return source_.error(span(node.source()), "", "");
}

std::string TomlFile::place(const toml::node &node) const {
  Span place = span(node.source());
  return fmt::format("{}:{}:{}", source_.file(), place.line, place.column);
}

std::string_view kind_of(const toml::node &node) {
  switch (node.type()) {
  case toml::node_type::table:
    return "a table";
  case toml::node_type::array:
    return "an array";
  case toml::node_type::string:
    return "a string";
  case toml::node_type::integer:
    return "an integer";
  case toml::node_type::floating_point:
    return "a float";
  case toml::node_type::boolean:
    return "a boolean";
  case toml::node_type::date:
    return "a date";
  case toml::node_type::time:
    return "a time";
  case toml::node_type::date_time:
    return "a date and time";
  case toml::node_type::none:
    break;
  }
  return "nothing";
}

const toml::node *TableReader::find(std::string_view key, Presence presence, std::string_view help) {
  known_.push_back(key);
  const toml::node *node = table_.get(key);
  if (!node && presence == Presence::required)
    missing_.emplace_back(key, help);
  return node;
}

std::optional<Text> TableReader::element(const toml::node &node, Check check, std::string_view help) {
  const auto *value = node.as_string();
  if (!value) {
    file_.report(node, fmt::format("expected a string, found {}", kind_of(node)), std::string(help));
    return std::nullopt;
  }
  Text text{value->get(), &node};
  if (auto problem = check(text.value)) {
    size_t end = std::min(problem->end, text.value.size() + 1);
    file_.report(text, problem->begin, end, std::move(problem->message),
                 problem->help.empty() ? std::string(help) : std::move(problem->help));
    return std::nullopt;
  }
  return text;
}

std::optional<Text> TableReader::text(std::string_view key, Presence presence, Check check,
                                      std::string_view help) {
  const toml::node *node = find(key, presence, help);
  return node ? element(*node, check, help) : std::nullopt;
}

std::optional<bool> TableReader::boolean(std::string_view key, std::string_view help) {
  const toml::node *node = find(key, Presence::optional, help);
  if (!node)
    return std::nullopt;
  if (const auto *value = node->as_boolean())
    return value->get();
  file_.report(*node, fmt::format("expected a boolean, found {}", kind_of(*node)), std::string(help));
  return std::nullopt;
}

const toml::table *TableReader::table(std::string_view key, std::string_view help) {
  const toml::node *node = find(key, Presence::optional, help);
  if (!node || node->is_table())
    return node ? node->as_table() : nullptr;
  file_.report(*node, fmt::format("expected a table, found {}", kind_of(*node)), std::string(help));
  return nullptr;
}

const toml::array *TableReader::array(std::string_view key, Presence presence, std::string_view help) {
  const toml::node *node = find(key, presence, help);
  if (!node)
    return nullptr;
  const toml::array *array = node->as_array();
  if (!array)
    file_.report(*node, fmt::format("expected an array, found {}", kind_of(*node)), std::string(help));
  else if (array->empty())
    file_.report(*node, fmt::format("`{}` is empty", key), std::string(help));
  return array && !array->empty() ? array : nullptr;
}

std::vector<const toml::table *> TableReader::tables(std::string_view key, Presence presence,
                                                     std::string_view help) {
  std::vector<const toml::table *> tables;
  if (const toml::array *list = array(key, presence, help))
    for (const toml::node &node : *list) {
      if (const toml::table *table = node.as_table())
        tables.push_back(table);
      else
        file_.report(node, fmt::format("expected a table, found {}", kind_of(node)), std::string(help));
    }
  return tables;
}

std::vector<Text> TableReader::texts(std::string_view key, Presence presence, Check check,
                                     std::string_view help) {
  std::vector<Text> texts;
  Duplicates duplicates(file_);
  if (const toml::array *list = array(key, presence, help))
    for (const toml::node &node : *list)
      if (auto text = element(node, check, help); text && duplicates.add(*text))
        texts.push_back(std::move(*text));
  return texts;
}

void TableReader::finish() {
  for (const auto &[key, node] : table_) {
    if (std::ranges::find(known_, key.str()) != known_.end())
      continue;
    file_.report(key, fmt::format("unknown key {}", in_quotes(key.str())),
                 suggestion(key.str(), known_, fmt::format("the keys here are {}", join(known_))));
    // A misspelled key is one mistake, not two.
    std::erase_if(missing_, [near = closest(key.str(), known_)](auto &entry) { return entry.first == near; });
  }
  for (auto [key, help] : missing_)
    file_.report(table_, fmt::format("the key `{}` is missing", key), std::string(help));
}

bool Duplicates::add(const Text &text) {
  auto [entry, is_new] = first_.try_emplace(text.value, text.node);
  if (!is_new)
    file_.report(*text.node, fmt::format("{} is listed twice", in_quotes(text.value)), {},
                 {fmt::format("first listed at {}", file_.place(*entry->second))});
  return is_new;
}

} // namespace weakrt
