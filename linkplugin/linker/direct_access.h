// Imports that an executable's code reaches without a slot, and so cannot be borrowed.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/imports.h"

#include <filesystem>
#include <vector>

namespace weakrt {

/// One error for each of `imports.copied` and `imports.canonical`, with the objects among
/// `inputs` that refer to it.
Diagnostics describe_direct_access(const elf::Imports &imports, const elf::Image &image,
                                   const std::vector<std::filesystem::path> &inputs);

} // namespace weakrt
