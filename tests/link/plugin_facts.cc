#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <iterator>
#include <sstream>

namespace link_test {

static std::vector<std::vector<std::string>> lines_of_words(const std::string &text) {
  std::vector<std::vector<std::string>> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream words(line);
    lines.emplace_back(std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
  }
  return lines;
}

static std::string without_version(const std::string &name) {
  return name.substr(0, name.find('@'));
}

std::vector<std::string> needed_by(const fs::path &file) {
  std::vector<std::string> names;
  for (const auto &words : lines_of_words(must_run({"readelf", "-dW", file}).out))
    if (words.size() > 3 && words[1] == "(NEEDED)")
      names.push_back(words.back().substr(1, words.back().size() - 2));
  return names;
}

// OFFSET INFO TYPE VALUE NAME + ADDEND
static std::multiset<std::string> relocated_symbols(const fs::path &file, bool detached) {
  std::multiset<std::string> names;
  for (const auto &words : lines_of_words(must_run({"readelf", "-rW", "--use-dynamic", file}).out))
    if (words.size() >= 5 && words[2].starts_with("R_") && words[2].ends_with("_NONE") == detached)
      names.insert(without_version(words[4]));
  return names;
}

std::multiset<std::string> detached_in(const fs::path &file) {
  return relocated_symbols(file, true);
}

std::multiset<std::string> bound_by_loader(const fs::path &file) {
  return relocated_symbols(file, false);
}

// NUM: VALUE SIZE TYPE BIND VIS NDX NAME
std::set<std::string> exports_of(const fs::path &file) {
  std::set<std::string> names;
  for (const auto &words : lines_of_words(must_run({"readelf", "--dyn-syms", "-W", file}).out))
    if (words.size() >= 8 && words[4] != "LOCAL" && words[6] != "UND")
      names.insert(without_version(words[7]));
  return names;
}

std::string linker_of(const fs::path &file) {
  std::string comment = must_run({"readelf", "-p", ".comment", file}).out;
  if (comment.find("LLD") != std::string::npos)
    return "lld";
  if (comment.find("mold") != std::string::npos)
    return "mold";
  // GNU ld alone leaves no mark.
  bool gold = must_run({"readelf", "-SW", file}).out.find(".note.gnu.gold-version") != std::string::npos;
  return gold ? "gold" : "bfd";
}

void check_borrows_demo(const fs::path &plugin) {
  INFO(plugin);
  for (const std::string &name : needed_by(plugin))
    CHECK(name.find("demo") == std::string::npos);
  std::multiset<std::string> detached = detached_in(plugin);
  for (const char *symbol : {"demo_answer", "demo_add", "demo_maybe"})
    CHECK(detached.contains(symbol));
  for (const std::string &symbol : bound_by_loader(plugin))
    CHECK_FALSE(symbol.starts_with("demo_"));
  CHECK(exports_of(plugin).contains("weakrt_plugin_1"));
}

} // namespace link_test
