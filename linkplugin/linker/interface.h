// Interface stubs: what the linker reads in place of a runtime's library where
// the build machine has none, so that undefined symbols are still errors.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/library.h"
#include "linkplugin/linker/target.h"
#include "linkplugin/manifest/manifest.h"

#include <filesystem>
#include <map>
#include <string>

namespace weakrt {

using Exports = std::map<std::string, elf::Export>;

/// What the executable or library `borrowed.interface_from` exports of the runtime, else
/// the manifest's interface symbols.
Result<Exports> exports_of(const BorrowedRuntime &borrowed);

/// Writes a shared library without code that exports this.
Result<elf::Library> write_interface(Exports exports, const Target &target, const std::string &soname,
                                     const std::filesystem::path &path);

} // namespace weakrt
