// Which machine a link is for.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/machine.h"
#include "linkplugin/linker/arguments.h"

#include <cstdint>
#include <filesystem>

namespace weakrt {

struct Target {
  const elf::Machine *machine = nullptr;
  uint32_t flags = 0; ///< e_flags of the objects that are linked: floating-point ABI and the like
  /// The object file that says it; empty where -m does.
  std::filesystem::path said_by;
};

/// By -m, else by the first object file on the line, as linkers decide it. Fails where
/// that is a machine that weakrt does not know.
Result<Target> find_target(const LinkLine &line);

/// Whether this is a linked ELF file for another machine.
bool is_for_another_machine(const std::filesystem::path &path, const elf::Machine &machine);

} // namespace weakrt
