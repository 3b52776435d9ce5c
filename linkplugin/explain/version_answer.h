// What a module in a file or in a process says when it is asked for its version, without running it.
#pragma once

#include "linkplugin/explain/process.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace weakrt::explain {

/// `Data` reads the module's byte(address), word(address), text(address) and text_behind(address), a pointer;
/// each is nothing where it cannot be read. `addresses` are those of the query's symbols; nothing where there
/// is no such symbol.
template <class Data> VersionAnswer ask_version(const Data &data, const VersionQuery &query,
                                                const std::array<std::optional<uint64_t>, 3> &addresses) {
  uint64_t address = addresses[0].value_or(0);
  std::optional<std::string> text;
  switch (query.kind) {
  case VersionQuery::Kind::text_function:
  case VersionQuery::Kind::numbers_function:
  case VersionQuery::Kind::jni:
    return {Answer::unknown, "", fmt::format("{}() is asked when the plugin is loaded", query.symbol)};
  case VersionQuery::Kind::text:
    text = data.text(address);
    break;
  case VersionQuery::Kind::text_pointer:
    text = data.text_behind(address);
    break;
  case VersionQuery::Kind::file: // no symbol's affair
    break;
  case VersionQuery::Kind::bytes:
    text = "";
    for (const std::optional<uint64_t> &each : addresses)
      if (std::optional<uint8_t> byte = each ? data.byte(*each) : 0; byte && text)
        *text += fmt::format("{}{}", text->empty() ? "" : ".", *byte);
      else
        text.reset();
    break;
  case VersionQuery::Kind::packed:
    if (auto word = data.word(address))
      text = fmt::format("{}.{}.{}", *word >> 24, *word >> 16 & 0xff, *word >> 8 & 0xff);
    break;
  }
  if (text)
    return {Answer::yes, *text, ""};
  return {Answer::unknown, "", fmt::format("{} has no value yet", query.symbol)};
}

/// What the module says to each question, where `addresses`, a map, has its symbol.
template <class Data, class Addresses>
void ask_versions(Module &module, const Wants &wants, const Data &data, const Addresses &addresses) {
  auto address = [&](const std::string &name) {
    auto found = addresses.find(name);
    return found == addresses.end() ? std::nullopt : std::optional<uint64_t>(found->second);
  };
  for (const VersionQuery &query : wants.questions)
    if (auto found = address(query.symbol))
      module.versions.emplace(std::pair(query.symbol, query.kind),
                              ask_version(data, query, {found, address(query.minor), address(query.patch)}));
}

} // namespace weakrt::explain
