// Which of the four kinds of ELF files (32 and 64 bits, either byte order) an input is.
#pragma once

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELF.h>

#include <optional>
#include <type_traits>

namespace weakrt {

/// What `visit` returns for the file, a llvm::object::ELFFile; nothing where the bytes are none.
template <class Visit> auto visit_elf_file(llvm::StringRef bytes, Visit visit) {
  using namespace llvm::object;
  using Value = decltype(visit(std::declval<const ELFFile<ELF64LE> &>()));
  auto open = [&]<class ELFT>(ELFT) -> std::optional<Value> {
    llvm::Expected<ELFFile<ELFT>> file = ELFFile<ELFT>::create(bytes);
    if (file)
      return visit(*file);
    llvm::consumeError(file.takeError());
    return std::nullopt;
  };
  if (bytes.size() < llvm::ELF::EI_NIDENT || !bytes.starts_with(llvm::ELF::ElfMagic))
    return std::optional<Value>();
  bool is_little = bytes[llvm::ELF::EI_DATA] == llvm::ELF::ELFDATA2LSB;
  if (bytes[llvm::ELF::EI_CLASS] == llvm::ELF::ELFCLASS64)
    return is_little ? open(ELF64LE()) : open(ELF64BE());
  return is_little ? open(ELF32LE()) : open(ELF32BE());
}

} // namespace weakrt
