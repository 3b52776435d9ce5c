// Imports that are bound at the first call (bind = "call"): for Windows the linker delays them, as /DELAYLOAD
// asks for, so that every tool sees what it knows; only whom they are bound to is ours.
#pragma once

#include "linkplugin/linker/arguments.h"
#include "linkplugin/linker/pe_borrow.h"
#include "linkplugin/linker/pe_command_line.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// Whether some runtime is bound at the first call.
bool delays(const PeBorrowing &borrowing);

/// Has `flags` ask for LLD, which alone writes such imports; fails where they, or the `name` by which the
/// linker was called, ask for another one, or where some input cannot be linked by LLD.
Result<void> ask_for_lld(WeakrtFlags &flags, std::string_view name,
                         const std::vector<std::filesystem::path> &inputs);

/// What the arguments must have besides. Each library of such a runtime gets one of the same contents in
/// `scratch` ahead of it, of which the linker delays everything: of GNU's import libraries it delays nothing,
/// without a word. To be called before anything else is added among the arguments.
Result<void> add_delayed_libraries(std::vector<std::string> &arguments, const PeCommandLine &command_line,
                                   PeBorrowing &borrowing, const pe::Machine &machine,
                                   const std::filesystem::path &scratch);

/// Adds the delayed imports of a linked image. Fails where something of such a runtime is not delayed, or
/// something of another one is.
Result<void> find_delayed_imports(const PeBorrowing &borrowing, const pe::Image &image,
                                  pe::DetachRequest &request);

} // namespace weakrt
