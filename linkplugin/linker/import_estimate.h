// How many imports a plugin will have, guessed before it is linked.
#pragma once

#include "linkplugin/linker/borrow.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace weakrt {

/// How many names the object files and archives among the inputs want of the runtimes' libraries. A linker
/// that drops sections or takes few members leaves fewer; bitcode, and what only a manifest knows, may be
/// more.
/// With no more than `enough` exports in all, that number: then no input is read.
uint32_t estimate_imports(const std::vector<std::filesystem::path> &inputs, const Borrowing &borrowing,
                          uint32_t enough);

} // namespace weakrt
