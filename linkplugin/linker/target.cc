#include "linkplugin/linker/target.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Object/ELFTypes.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <optional>

using namespace llvm::ELF;

namespace weakrt {

namespace {

/// What the head of an ELF file says.
struct Head {
  bool is_64;
  bool is_big_endian;
  uint16_t type;
  uint16_t machine;
  uint32_t flags;

  const elf::Machine *known() const { return elf::find_machine(machine, is_64, is_big_endian); }
};

template <class ELFT> Head decode(llvm::StringRef bytes, bool is_64, bool is_big_endian) {
  auto &header = *reinterpret_cast<const typename ELFT::Ehdr *>(bytes.data());
  return {is_64, is_big_endian, header.e_type, header.e_machine, header.e_flags};
}

std::optional<Head> read_head(const std::filesystem::path &path) {
  constexpr size_t size = sizeof(llvm::object::ELF64LE::Ehdr);
  auto head = llvm::MemoryBuffer::getFileSlice(path.string(), size, 0);
  if (!head || (*head)->getBufferSize() < size || !(*head)->getBuffer().starts_with(ElfMagic))
    return std::nullopt;
  llvm::StringRef bytes = (*head)->getBuffer();
  bool is_64 = bytes[EI_CLASS] == ELFCLASS64;
  bool is_big_endian = bytes[EI_DATA] == ELFDATA2MSB;
  if (is_64)
    return is_big_endian ? decode<llvm::object::ELF64BE>(bytes, is_64, is_big_endian)
                         : decode<llvm::object::ELF64LE>(bytes, is_64, is_big_endian);
  return is_big_endian ? decode<llvm::object::ELF32BE>(bytes, is_64, is_big_endian)
                       : decode<llvm::object::ELF32LE>(bytes, is_64, is_big_endian);
}

} // namespace

Result<Target> find_target(const LinkLine &line) {
  Target target;
  if (!line.emulation.empty()) {
    target.machine = elf::find_machine(line.emulation);
    if (!target.machine)
      return fail({.message = fmt::format("this link is for {}, which weakrt does not know", line.emulation),
                   .file = line.output,
                   .help = elf::known_machines()});
  }
  for (const LinkInput &input : line.inputs) {
    auto head = input.kind == LinkInput::Kind::file ? read_head(input.name) : std::nullopt;
    if (!head || head->type != ET_REL)
      continue;
    if (!target.machine) {
      target.machine = head->known();
      target.said_by = input.name;
    }
    if (!target.machine)
      return fail(elf::unknown_machine(input.name, head->machine, head->is_64, head->is_big_endian));
    // The flags are those of the objects in any case.
    target.flags = head->flags;
    break;
  }
  if (!target.machine)
    target.machine = elf::find_machine("elf_x86_64");
  return target;
}

bool is_for_another_machine(const std::filesystem::path &path, const elf::Machine &machine) {
  auto head = read_head(path);
  return head && head->type != ET_REL && head->known() != &machine;
}

} // namespace weakrt
