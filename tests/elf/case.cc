#include "case.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <set>
#include <stdexcept>

namespace elf_test {

namespace fs = std::filesystem;

namespace {

constexpr std::array known_keys = {"about",
                                   "plugin",
                                   "runtime",
                                   "host",
                                   "manifest",
                                   "compiler",
                                   "cflags",
                                   "plugin-cflags",
                                   "runtime-cflags",
                                   "host-cflags",
                                   "plugin-flags",
                                   "runtime-flags",
                                   "host-flags",
                                   "libs",
                                   "after",
                                   "program",
                                   "hosts",
                                   "linkers",
                                   "env",
                                   "host-args",
                                   "run",
                                   "requires",
                                   "only-on",
                                   "slow",
                                   "everywhere",
                                   "not-on",
                                   "alone",
                                   "differs",
                                   "expect-exit",
                                   "expect-hard-exit",
                                   "expect-out",
                                   "expect-stdout",
                                   "expect-err",
                                   "golden",
                                   "expect-dynamic",
                                   "expect-no-dynamic",
                                   "expect-link-error",
                                   "check",
                                   "prepare",
                                   "variant"};

std::string trim(const std::string &text) {
  const size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

void add_directive(Case &to, const std::string &text, const std::string &where) {
  const size_t colon = text.find(':');
  const std::string key = trim(text.substr(0, colon));
  if (colon == std::string::npos || std::ranges::find(known_keys, key) == known_keys.end())
    throw std::runtime_error(fmt::format("{}: no directive: {}", where, text));
  to.directives[key].push_back(trim(text.substr(colon + 1)));
}

void read_directives(Case &to, const fs::path &file) {
  std::ifstream stream(file);
  size_t number = 0;
  for (std::string line; std::getline(stream, line) && line.starts_with("//");) {
    ++number;
    if (line.starts_with("//!"))
      add_directive(to, line.substr(3), fmt::format("{}:{}", file.string(), number));
  }
}

std::vector<std::string> split_at(const std::string &text, const std::string &separator) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + separator.size())
    parts.push_back(trim(text.substr(begin, end - begin)));
  parts.push_back(trim(text.substr(begin)));
  return parts;
}

void add_variants(const Case &base, std::vector<Case> &cases) {
  if (!base.has("variant")) {
    cases.push_back(base);
    return;
  }
  for (const std::string &variant : base.all("variant")) {
    const std::vector<std::string> parts = split_at(variant, " | ");
    Case one = base;
    one.name += "/" + parts[0];
    for (size_t i = 1; i < parts.size(); ++i)
      add_directive(one, parts[i], one.name);
    cases.push_back(std::move(one));
  }
}

} // namespace

const std::vector<std::string> &Case::all(const std::string &key) const {
  static const std::vector<std::string> none;
  const auto found = directives.find(key);
  return found == directives.end() ? none : found->second;
}

std::string Case::one(const std::string &key, const std::string &otherwise) const {
  return has(key) ? all(key).back() : otherwise;
}

std::vector<std::string> Case::words(const std::string &key, const std::string &otherwise) const {
  if (!has(key))
    return split_words(otherwise);
  std::vector<std::string> words;
  for (const std::string &value : all(key))
    for (const std::string &word : split_words(value))
      words.push_back(word);
  return words;
}

std::string Case::for_host(const std::string &key, const std::string &host,
                           const std::string &otherwise) const {
  const std::vector<std::string> values = values_for_host(all(key), host);
  return values.empty() ? otherwise : values.back();
}

std::vector<std::string> values_for_host(const std::vector<std::string> &values, const std::string &host) {
  std::vector<std::string> found;
  for (const std::string &value : values) {
    const size_t colon = value.find(':');
    const std::string name = trim(value.substr(0, colon));
    if (colon != std::string::npos && (name == host || name == "*"))
      found.push_back(trim(value.substr(colon + 1)));
  }
  return found;
}

std::vector<std::string> split_words(const std::string &text) {
  std::vector<std::string> words;
  bool in_word = false, quoted = false;
  for (char c : text) {
    if (c == '\'') {
      quoted = !quoted;
      if (!in_word)
        words.emplace_back();
      in_word = true;
    } else if (c == ' ' && !quoted) {
      in_word = false;
    } else {
      if (!in_word)
        words.emplace_back();
      in_word = true;
      words.back() += c;
    }
  }
  return words;
}

std::vector<Case> read_cases(const fs::path &corpus) {
  std::vector<Case> cases;
  std::set<fs::path> folders;
  for (const fs::directory_entry &entry : fs::directory_iterator(corpus))
    if (entry.is_directory() && entry.path().filename() != "common" && entry.path().filename() != "golden")
      folders.insert(entry.path());
  for (const fs::path &folder : folders) {
    Case one{folder.filename().string(), folder, {}};
    std::set<fs::path> files;
    for (const fs::directory_entry &entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".c" || entry.path().extension() == ".cc")
        files.insert(entry.path());
    for (const fs::path &file : files)
      read_directives(one, file);
    if (!one.has("about"))
      throw std::runtime_error(fmt::format("{}: no source says what it is about", folder.string()));
    add_variants(one, cases);
  }
  return cases;
}

} // namespace elf_test
