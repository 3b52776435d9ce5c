// By what a build of a file is known.
#pragma once

#include "linkplugin/elf/image.h"

#include <string>

namespace weakrt::elf {

/// The bytes of the first NT_GNU_BUILD_ID note (gABI, "Note Section"; the owner is "GNU"); empty where the
/// file has none, or its notes lie outside it.
std::string build_id(const Image &image);

} // namespace weakrt::elf
