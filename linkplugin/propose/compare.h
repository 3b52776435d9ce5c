// A runtime's manifest held against a library or program: `weakrt check --against`.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/manifest.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt::propose {

/// Returns what is so, a line each, for people: that the file is the runtime, and in which version. Fails
/// with all that does not fit. A library for this machine is loaded into a process of its own and asked, as
/// the stub would ask it.
Result<std::vector<std::string>> compare(RuntimeManifest runtime, const std::filesystem::path &file);

} // namespace weakrt::propose
