// Where LLD puts the relocations of the PLT.
#pragma once

#include "linkplugin/linker/arguments.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt {

/// The arguments, and a linker script in `scratch` that has LLD put the PLT's relocations behind
/// those of the data, with which they are merged (elf/detach.cc). By itself LLD puts other tables
/// between them: packed ones (RELR), and on Arm those of the unwinder. Nothing is added where
/// a script of the user's says where they are.
Result<std::vector<std::string>> with_lld_script(std::vector<std::string> arguments, const LinkLine &line,
                                                 const std::filesystem::path &scratch);

} // namespace weakrt
