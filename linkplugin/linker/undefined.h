// The diagnostics for symbols that a runtime does not have.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/imports.h"
#include "linkplugin/linker/borrow.h"

#include <filesystem>
#include <vector>

namespace weakrt {

/// One for each symbol: who refers to it, and what may have been meant.
Diagnostics describe_undefined(const std::vector<elf::Import> &undefined, const Borrowing &borrowing,
                               const std::vector<std::filesystem::path> &inputs);

} // namespace weakrt
