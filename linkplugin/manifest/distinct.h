// Whether runtimes can be told from one another by their identifying symbols.
#pragma once

#include "linkplugin/manifest/manifest.h"

#include <span>

namespace weakrt {

/// An error for each runtime of `checked` for which a module of another one, of `checked` or of `others`,
/// would be taken, as far as manifests tell what a module has: their identifying symbols and their lists of
/// symbols. None where the other's manifest says so itself (`also`), and an error where that names no
/// runtime.
[[nodiscard]] Diagnostics find_confusion(std::span<const RuntimeManifest> checked,
                                         std::span<const RuntimeManifest> others);

} // namespace weakrt
