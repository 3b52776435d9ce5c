#include "linkplugin/linker/target.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Object/ELFTypes.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>

using namespace llvm::ELF;

namespace weakrt {

namespace {

/// What the head of an ELF file says.
struct Head {
  uint16_t type;
  Target target; ///< no machine: one that weakrt does not know
};

template <class ELFT> Head decode(llvm::StringRef bytes, bool is_64, bool is_big_endian) {
  auto &header = *reinterpret_cast<const typename ELFT::Ehdr *>(bytes.data());
  return {header.e_type, {elf::find_machine(header.e_machine, is_64, is_big_endian), header.e_flags}};
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
  if (!line.emulation.empty())
    target.machine = elf::find_machine(line.emulation);
  bool is_known = line.emulation.empty() || target.machine;
  // The flags are those of the objects in any case.
  for (const LinkInput &input : line.inputs) {
    auto head = input.kind == LinkInput::Kind::file ? read_head(input.name) : std::nullopt;
    if (!head || head->type != ET_REL)
      continue;
    target.flags = head->target.flags;
    if (line.emulation.empty()) {
      target.machine = head->target.machine;
      is_known = target.machine != nullptr;
    }
    break;
  }
  if (is_known && !target.machine)
    target.machine = elf::find_machine("elf_x86_64");
  if (is_known)
    return target;
  std::vector<std::string_view> names;
  for (const elf::Machine *machine : elf::machines())
    names.push_back(machine->name);
  return fail({.message = line.emulation.empty()
                              ? "weakrt does not know the machine that this link is for"
                              : fmt::format("weakrt does not know the machine of {}", line.emulation),
               .file = line.output,
               .help = fmt::format("it links for {}", fmt::join(names, ", "))});
}

bool is_for_another_machine(const std::filesystem::path &path, const elf::Machine &machine) {
  auto head = read_head(path);
  return head && head->type != ET_REL && head->target.machine != &machine;
}

} // namespace weakrt
