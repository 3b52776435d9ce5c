// Interface stubs: what the linker reads in place of a runtime's library where
// the build machine has none, so that undefined symbols are still errors.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/library.h"
#include "linkplugin/linker/target.h"
#include "linkplugin/manifest/manifest.h"

#include <filesystem>

namespace weakrt {

/// Writes a shared library without code for a runtime: it exports what the
/// executable or library `borrowed.interface_from` exports, else the manifest's
/// interface symbols. Its soname is `soname`.
Result<elf::Library> write_interface(const BorrowedRuntime &borrowed, const Target &target,
                                     const std::string &soname, const std::filesystem::path &path);

} // namespace weakrt
