#include "linkplugin/elf/machine.h"

#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace weakrt::elf {

static constexpr const Machine *known[] = {&x86_64,  &i386,    &aarch64, &arm,
                                           &riscv64, &ppc64le, &s390x,   &loong64};

std::span<const Machine *const> machines() {
  return known;
}

const Machine *find_machine(uint16_t id, bool is_64, bool is_big_endian) {
  for (const Machine *machine : known)
    if (machine->id == id && machine->is_64 == is_64 && machine->is_big_endian == is_big_endian)
      return machine;
  return nullptr;
}

std::string known_machines() {
  std::vector<std::string_view> names;
  for (const Machine *machine : known)
    names.push_back(machine->name);
  return fmt::format("weakrt links for {}", fmt::join(names, ", "));
}

Diagnostic unknown_machine(std::string file, uint16_t id, bool is_64, bool is_big_endian) {
  std::string name = llvm::ELF::convertEMachineToArchName(id).lower();
  if (name == "none")
    name = fmt::format("machine {}", id);
  return {.message = fmt::format("an ELF file for {} ({} bits, {}-endian), which weakrt does not know", name,
                                 is_64 ? 64 : 32, is_big_endian ? "big" : "little"),
          .file = std::move(file),
          .help = known_machines()};
}

// Elf64_Ehdr and Elf32_Ehdr (gABI, "ELF Header").
void set_header_flags(const Machine &machine, std::string &file, uint32_t flags) {
  size_t at = machine.is_64 ? 48 : 36;
  for (size_t i = 0; i < 4 && at + i < file.size(); ++i)
    file[at + (machine.is_big_endian ? 3 - i : i)] = static_cast<char>(flags >> (8 * i));
}

const Machine *find_machine(std::string_view emulation) {
  for (const Machine *machine : known)
    if (std::ranges::find(machine->emulations, emulation) != machine->emulations.end())
      return machine;
  return nullptr;
}

} // namespace weakrt::elf
