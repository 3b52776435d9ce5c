// What a proposed manifest says: the choices, without the words.
#pragma once

#include "linkplugin/propose/source.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace weakrt::propose {

/// Symbols whose names begin alike.
struct Group {
  std::string glob;
  size_t count = 0;
};

struct Choices {
  std::string name;
  /// What weakrt ships and this file is, or nullptr.
  const RuntimeManifest *shipped = nullptr;
  /// Whether it is to stand for that one, under its name.
  bool is_shipped() const { return shipped && shipped->name == name; }
  std::vector<Group> api;    ///< the largest groups: proposed as the API
  std::vector<Group> others; ///< the rest, the largest first
  std::vector<std::string> identify;
  std::vector<AnsweredQuery> version;         ///< known, without an answer, or answered
  std::vector<std::string> version_functions; ///< could tell it, by their names
  std::vector<std::string> initialised;       ///< functions that could tell, by their names
  std::vector<std::string> companions;        ///< needed libraries that are no system's
};

/// Chooses for a file among the runtimes that weakrt ships, each as it is on the file's system. `name` is the
/// user's, or nothing. Fails where nothing of the file could identify it, since another runtime has it all.
Result<Choices> choose(const Source &source, const std::optional<std::string> &name,
                       std::span<const RuntimeManifest> shipped);

} // namespace weakrt::propose
