// What the files of this folder share: the readers of a manifest's tables.
#pragma once

#include "linkplugin/manifest/manifest.h"
#include "linkplugin/manifest/toml_reader.h"

#include <optional>
#include <string_view>
#include <vector>

namespace weakrt {

// Checks of strings (see Check): nothing where the string is fine.

/// python, node-22: also the name of a file, so nothing that a path could be made of.
[[nodiscard]] std::optional<Problem> check_runtime_name(std::string_view name);
/// One symbol, as the symbol table spells it.
[[nodiscard]] std::optional<Problem> check_symbol(std::string_view name);
/// A symbol, or a pattern of symbols.
[[nodiscard]] std::optional<Problem> check_glob(std::string_view glob);
/// Text without further rules, but not empty and on one line.
[[nodiscard]] std::optional<Problem> check_line(std::string_view text);

/// The values alone, without their places.
[[nodiscard]] std::vector<std::string> values(std::vector<Text> texts);

/// Reads the keys of a runtime manifest: the root of python.toml, or a [runtime.definition],
/// whose name may be left out and must not differ from `expected_name`.
[[nodiscard]] RuntimeManifest read_runtime(TomlFile &file, const toml::table &table,
                                           const std::optional<Text> &expected_name);

/// Reads a file of interface symbols: `function NAME`, `data NAME` or `thread-local NAME` a line.
[[nodiscard]] Result<std::vector<InterfaceSymbol>> read_interface(const std::filesystem::path &file);

/// Reads the root of a plugin manifest.
[[nodiscard]] PluginManifest read_plugin(TomlFile &file, const std::filesystem::path &shipped);

/// What to do about a runtime that has no manifest.
[[nodiscard]] std::string unknown_runtime_help(std::string_view name, const std::filesystem::path &shipped);

/// Drops the libraries whose version cannot be in the range.
void drop_unfit_libraries(RuntimeManifest &runtime, const VersionRange &range);

} // namespace weakrt
