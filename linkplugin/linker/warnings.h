// What is not wrong in a plugin, but hardly meant.
#pragma once

#include "linkplugin/elf/imports.h"
#include "linkplugin/linker/record_object.h"

namespace weakrt {

/// Adds what is odd about the plugin's imports to `warnings`.
void warn_of_imports(const std::vector<LinkedRuntime> &runtimes, const std::vector<elf::Import> &imports,
                     const std::filesystem::path &output, Diagnostics &warnings);

} // namespace weakrt
