// toml++, kept from crashing and made readable.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/source_text.h"

#include <toml++/toml.h>

#include <expected>

namespace weakrt {

/// Parses a file. TOML's syntax errors end the parse, so there is at most one.
[[nodiscard]] std::expected<toml::table, Diagnostic> parse_toml(const SourceText &source);

} // namespace weakrt
