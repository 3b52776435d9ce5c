#include "linkplugin/linker/object_file.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ObjectYAML/yaml2obj.h>
#include <llvm/Support/YAMLTraits.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

namespace weakrt {

void ObjectFile::add(const Section &section, std::string_view contents) {
  sections +=
      fmt::format("  - Name: {}\n    Type: {}\n    Flags: [ {} ]\n    AddressAlign: {}\n"
                  "    Content: \"{}\"\n",
                  section.name, section.type, section.flags, section.alignment, llvm::toHex(contents));
  last_section = section.name;
}

void ObjectFile::relocate(std::initializer_list<Relocation> relocations) {
  bool has_addends = target.machine->has_addends;
  sections += fmt::format("  - Name: {0}{1}\n    Type: {2}\n    Info: {1}\n    Relocations:\n",
                          has_addends ? ".rela" : ".rel", last_section, has_addends ? "SHT_RELA" : "SHT_REL");
  for (const Relocation &relocation : relocations) {
    sections += fmt::format("      - {{ Offset: {}, Symbol: {}, Type: {:#x}", relocation.offset,
                            relocation.symbol, relocation.type);
    if (has_addends)
      sections += fmt::format(", Addend: {}", relocation.addend);
    sections += " }\n";
  }
}

void ObjectFile::define(std::string_view symbol, std::string_view section, std::string_view type,
                        uint64_t size) {
  symbols +=
      fmt::format("  - {{ Name: {}, Section: {}, Binding: STB_GLOBAL, Type: {}, Other: [ STV_HIDDEN ], "
                  "Size: {} }}\n",
                  symbol, section, type, size);
}

void ObjectFile::need(std::string_view symbol) {
  symbols += fmt::format("  - {{ Name: {}, Binding: STB_GLOBAL }}\n", symbol);
}

Result<std::string> ObjectFile::finish(std::string_view what) const {
  const elf::Machine &machine = *target.machine;
  std::string yaml = fmt::format("--- !ELF\n"
                                 "FileHeader:\n"
                                 "  Class: ELFCLASS{}\n"
                                 "  Data: ELFDATA2{}\n"
                                 "  Type: ET_REL\n"
                                 "  Machine: {:#x}\n"
                                 "Sections:\n{}"
                                 "  - Name: .note.GNU-stack\n    Type: SHT_PROGBITS\n"
                                 "Symbols:\n{}...\n",
                                 machine.is_64 ? 64 : 32, machine.is_big_endian ? "MSB" : "LSB", machine.id,
                                 sections, symbols);
  llvm::SmallString<0> object;
  std::string problem;
  llvm::raw_svector_ostream stream(object);
  llvm::yaml::Input input(yaml);
  if (!llvm::yaml::convertYAML(input, stream, [&](const llvm::Twine &text) { problem = text.str(); }))
    return fail({.message = fmt::format("internal: {}: {}", what, problem)});
  std::string bytes(object.str());
  elf::set_header_flags(machine, bytes, target.flags);
  return bytes;
}

} // namespace weakrt
