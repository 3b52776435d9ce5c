// A library or program from which a manifest is proposed: what it exports, is called, and needs.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/manifest.h"
#include "linkplugin/util/library_call.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt::propose {

/// A query that the file itself has answered.
struct AnsweredQuery {
  VersionQuery query;
  std::string answer;
};

struct Source {
  std::filesystem::path file;
  /// By which others name it: its SONAME, the file's name where it has none, a DLL's name. Empty for a
  /// program.
  std::string library;
  bool has_own_name = false; ///< `library` is its SONAME
  bool for_windows = false;
  bool is_program = false;
  bool was_asked = false;               ///< whether its data were looked at for `versions`
  bool is_for_this_machine = false;     ///< its loader can load it
  std::vector<std::string> needed;      ///< libraries, as it names them
  std::vector<InterfaceSymbol> exports; ///< sorted by name
  /// Data that look like a version, and what they say.
  std::vector<AnsweredQuery> versions;

  const InterfaceSymbol *find(const std::string &name) const;
  bool has(const std::string &name) const { return find(name) != nullptr; }
};

/// What the file itself says to this query, data or the file's own version, without running it.
LibraryCall read_version(const Source &source, const VersionQuery &query);

/// Reads an ELF or PE file. Fails where it is neither, malformed, or exports nothing.
Result<Source> read_source(const std::filesystem::path &file);

} // namespace weakrt::propose
