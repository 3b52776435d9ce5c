// What is not wrong in a plugin, but hardly meant.
#pragma once

#include "linkplugin/elf/imports.h"
#include "linkplugin/elf/thread_locals.h"
#include "linkplugin/linker/borrow.h"

namespace weakrt {

/// Adds what is odd about the plugin's imports to `warnings`.
void warn_of_imports(const Borrowing &borrowing, const std::vector<elf::Import> &imports,
                     const std::filesystem::path &output, Diagnostics &warnings);

/// Adds which thread-local variables can be bound only where the program has the runtime from its start.
void warn_of_static_tls(const std::vector<LinkedRuntime> &runtimes, const std::vector<elf::Import> &imports,
                        const std::vector<elf::ThreadLocalSlot> &slots, const elf::Image &image,
                        const std::vector<std::filesystem::path> &inputs, Diagnostics &warnings);

/// Takes back on-failure = "refuse" where it cannot be had, for which `why` is the reason, and warns of it.
void drop_refusal(std::vector<LinkedRuntime> &runtimes, std::string_view why, Diagnostics &warnings);

} // namespace weakrt
