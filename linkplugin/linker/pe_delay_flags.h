// What the user asks a linker to delay (--delayload, /DELAYLOAD), and what of it does something else, or
// nothing, without a word.
#pragma once

#include "linkplugin/linker/pe_borrow.h"

#include <string>
#include <vector>

namespace weakrt {

/// Fails where such a flag is about a runtime and cannot mean what its manifest says.
Result<void> check_delay_flags(const std::vector<std::string> &arguments, const PeBorrowing &borrowing);

/// Warns of libraries that are imported at load in spite of such a flag.
Diagnostics find_useless_delay_flags(const std::vector<std::string> &arguments, const PeBorrowing &borrowing,
                                     const pe::Image &image);

} // namespace weakrt
