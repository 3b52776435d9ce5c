#include "linkplugin/pe/machine.h"

#include <llvm/BinaryFormat/COFF.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace weakrt::pe {

namespace coff = llvm::COFF;

static constexpr Machine machines[] = {
    {.name = "x86-64 Windows",
     .stub = "x86_64-windows",
     .id = coff::IMAGE_FILE_MACHINE_AMD64,
     .id_name = "IMAGE_FILE_MACHINE_AMD64",
     .distance = "IMAGE_REL_AMD64_ADDR32NB",
     .emulation = "i386pep",
     .toolchain = "x86_64-w64-mingw32"},
    {.name = "i386 Windows",
     .stub = "i386-windows",
     .id = coff::IMAGE_FILE_MACHINE_I386,
     .id_name = "IMAGE_FILE_MACHINE_I386",
     .distance = "IMAGE_REL_I386_DIR32NB",
     .emulation = "i386pe",
     .toolchain = "i686-w64-mingw32"},
    {.name = "AArch64 Windows",
     .stub = "aarch64-windows",
     .id = coff::IMAGE_FILE_MACHINE_ARM64,
     .id_name = "IMAGE_FILE_MACHINE_ARM64",
     .distance = "IMAGE_REL_ARM64_ADDR32NB",
     .emulation = "arm64pe",
     .toolchain = "aarch64-w64-mingw32"},
};

std::string Machine::symbol(std::string_view name) const {
  return fmt::format("{}{}", id == coff::IMAGE_FILE_MACHINE_I386 ? "_" : "", name);
}

std::string Machine::stdcall_symbol(std::string_view name, unsigned arguments) const {
  return id == coff::IMAGE_FILE_MACHINE_I386 ? fmt::format("_{}@{}", name, 4 * arguments) : std::string(name);
}

const Machine *find_machine(uint16_t id) {
  const auto *found = std::ranges::find(machines, id, &Machine::id);
  return found == std::end(machines) ? nullptr : found;
}

const Machine *find_machine(std::string_view emulation) {
  const auto *found = std::ranges::find(machines, emulation, &Machine::emulation);
  return found == std::end(machines) ? nullptr : found;
}

} // namespace weakrt::pe
