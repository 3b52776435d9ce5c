// A linked ELF file in memory, seen through its program headers: what the
// platform loader will see. Bounds-checked; a pointer from here can be written
// through, and what is written is what the file will hold.
//
// Sections are not looked at where the loader does not look at them: with
// --emit-relocs a walk over SHT_RELA sections would rewrite the wrong relocations.
#pragma once

#include "linkplugin/diagnostic.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/Object/ELFTypes.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt::elf {

/// The only class so far: ELF64, little-endian.
using ELFT = llvm::object::ELF64LE;

class Image {
public:
  /// `bytes` must outlive the Image; `path` is for messages. Fails where the file
  /// is not a dynamic ELF64 x86-64 file, and where a header points outside it.
  static Result<Image> open(llvm::MutableArrayRef<uint8_t> bytes, std::string path);

  const std::string &path() const { return file; }
  ELFT::Ehdr &header() const { return *reinterpret_cast<ELFT::Ehdr *>(bytes.data()); }
  std::span<ELFT::Phdr> segments() const { return program_headers; }
  /// Empty where the file has none or they lie outside it.
  std::span<ELFT::Shdr> sections() const { return section_headers; }
  std::string_view section_name(const ELFT::Shdr &section) const;
  /// The section with this name, or nullptr.
  ELFT::Shdr *find_section(std::string_view name) const;

  /// `count` elements at a link-time address, or nullptr where the file does not
  /// hold them all (a .bss, for one) or they are not aligned.
  template <class T> T *at(uint64_t address, uint64_t count = 1) const {
    uint8_t *bytes = at_bytes(address, count, sizeof(T));
    return reinterpret_cast<uintptr_t>(bytes) % alignof(T) == 0 ? reinterpret_cast<T *>(bytes) : nullptr;
  }

  /// The entries of PT_DYNAMIC, DT_NULL and what follows it included.
  std::span<ELFT::Dyn> dynamic() const { return dynamic_entries; }
  /// The value of the first entry with this tag.
  std::optional<uint64_t> dynamic_value(int64_t tag) const;
  ELFT::Dyn *find_dynamic(int64_t tag) const;

  /// .dynsym, the null symbol first.
  std::span<ELFT::Sym> symbols() const { return dynamic_symbols; }
  /// A NUL-terminated text of .dynstr; "" where it lies outside.
  std::string_view string(uint64_t offset) const;
  std::string_view name_of(const ELFT::Sym &symbol) const { return string(symbol.st_name); }

  /// DT_VERSYM, as long as symbols(); empty where there is none.
  std::span<ELFT::Versym> versions() const { return symbol_versions; }

  /// DT_NEEDED, in order.
  std::vector<std::string_view> needed() const;

private:
  uint8_t *at_bytes(uint64_t address, uint64_t count, uint64_t size) const;
  Result<void> read_headers();
  Result<void> read_dynamic();
  Result<void> read_symbols();
  std::optional<uint64_t> count_symbols() const;

  llvm::MutableArrayRef<uint8_t> bytes;
  std::string file;
  std::span<ELFT::Phdr> program_headers;
  std::span<ELFT::Shdr> section_headers;
  std::span<ELFT::Dyn> dynamic_entries;
  std::span<ELFT::Sym> dynamic_symbols;
  std::span<ELFT::Versym> symbol_versions;
  std::string_view dynamic_strings;
};

/// Reads one Verneed record and its Vernaux records, each bounds-checked.
struct NeededVersion {
  uint16_t index;
  std::string_view name;
};
struct NeededFile {
  ELFT::Verneed *record;
  uint64_t address;
  std::string_view file;
  std::vector<NeededVersion> versions;
};

/// The chain that starts at DT_VERNEED.
Result<std::vector<NeededFile>> needed_versions(const Image &image);

} // namespace weakrt::elf
