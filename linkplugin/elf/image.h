// A linked ELF file in memory, seen through its program headers: what the
// platform loader will see. Every access is bounds-checked.
//
// Four kinds of ELF files (32 and 64 bits, either byte order) look the same from
// here: tables are decoded when the file is opened, into the structures below, and
// what is changed is encoded back at its place by the set_ functions. Only image.cc
// knows the four.
//
// Sections are not looked at where the loader does not look at them: with
// --emit-relocs a walk over SHT_RELA sections would rewrite the wrong relocations.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/machine.h"
#include "linkplugin/util/byte_range.h"

#include <llvm/ADT/ArrayRef.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt::elf {

struct Segment {
  uint32_t type;
  uint32_t flags;
  uint64_t offset;
  uint64_t address;
  uint64_t file_size;
  uint64_t memory_size;
  uint64_t alignment;
};

struct Section {
  std::string_view name;
  uint32_t type;
  uint32_t link;
  uint32_t info;
  uint64_t address;
  uint64_t offset;
  uint64_t size;
};

struct Dynamic {
  int64_t tag;
  uint64_t value;
};

struct Symbol {
  std::string_view name; ///< "" where it lies outside the texts
  uint8_t binding;
  uint8_t type;
  uint8_t other; ///< st_other
  uint16_t section;
  uint64_t value;
  uint64_t size;
};

/// A dynamic relocation. On targets whose relocations have no addend (REL) it is the
/// word at `address`, and absent where the file does not hold that.
struct Relocation {
  uint64_t place; ///< link-time address of the relocation itself
  uint64_t address;
  uint32_t type;
  uint32_t symbol; ///< index into .dynsym
  int64_t addend;
};

/// A version that the file needs of another, or defines.
struct NeededVersion {
  uint16_t index;
  std::string_view name;
};
struct NeededFile {
  std::string_view file;
  std::vector<NeededVersion> versions;
};
struct DefinedVersion {
  uint16_t index;
  bool base; ///< it is the file's own name
  std::string_view name;
};

class Image {
public:
  /// `bytes` must outlive the Image; `path` is for messages. Fails where the file
  /// is not a dynamic ELF file for a machine that weakrt knows, and where a header
  /// points outside it.
  static Result<Image> open(llvm::MutableArrayRef<uint8_t> bytes, std::string path);

  const std::string &path() const { return file; }
  const Machine &machine() const { return *target; }
  /// ET_DYN and the like.
  uint16_t type() const { return file_type; }
  /// A program, position-independent (ET_DYN) or not, as opposed to a library.
  bool is_executable() const;

  std::span<const Segment> segments() const { return program_headers; }
  /// Empty where the file has none or they lie outside it.
  std::span<const Section> sections() const { return section_headers; }
  /// The section with this name, or nullptr.
  const Section *find_section(std::string_view name) const;
  /// The symbols of a section of the type SHT_SYMTAB; empty where they lie outside the file.
  std::vector<Symbol> symbols_in(const Section &section) const;
  void set_section_info(const Section &section, uint32_t info);

  /// `size` bytes at a link-time address, or nullptr where the file does not hold them
  /// all (a .bss, for one).
  const uint8_t *at(uint64_t address, uint64_t size) const;
  /// The same, to write there: it is what the file will hold.
  uint8_t *change(uint64_t address, uint64_t size);
  /// A number at a link-time address, of the target's byte order.
  template <class T> std::optional<T> read(uint64_t address) const;
  template <class T> bool write(uint64_t address, T value);
  /// A number of the target's word size.
  std::optional<uint64_t> read_word(uint64_t address) const;
  bool write_word(uint64_t address, uint64_t value);

  /// The entries of PT_DYNAMIC, DT_NULL and what follows it included.
  std::span<const Dynamic> dynamic() const { return dynamic_entries; }
  /// The value of the first entry with this tag.
  std::optional<uint64_t> dynamic_value(int64_t tag) const;
  bool has_dynamic(int64_t tag) const { return dynamic_value(tag).has_value(); }
  /// As many entries as there are.
  void set_dynamic(std::vector<Dynamic> entries);

  /// .dynsym, the null symbol first.
  std::span<const Symbol> symbols() const { return dynamic_symbols; }
  void set_symbol_binding(uint32_t index, uint8_t binding);
  /// A NUL-terminated text of .dynstr; "" where it lies outside.
  std::string_view string(uint64_t offset) const;

  /// DT_VERSYM, as long as symbols(); empty where there is none.
  std::span<const uint16_t> versions() const { return symbol_versions; }
  void set_version(uint32_t index, uint16_t version);
  /// The chain that starts at DT_VERNEED.
  Result<std::vector<NeededFile>> needed_versions() const;
  /// Takes one of them out of the chain; the file's own list of what it needs shrinks.
  void remove_needed_version(size_t index);
  /// The chain that starts at DT_VERDEF, as far as it lies inside the file.
  std::vector<DefinedVersion> defined_versions() const;
  /// `name` is not longer than the old one.
  void rename_first_version(std::string_view name);

  /// DT_NEEDED, in order.
  std::vector<std::string_view> needed() const;

  /// A table of relocations: DT_RELA or DT_REL, or DT_JMPREL. Fails where it lies outside
  /// the file.
  Result<std::vector<Relocation>> relocations(int64_t table, int64_t size) const;
  /// The tables that the loader always processes; none where they lie outside the file.
  std::vector<Relocation> relocations() const;
  /// These and the PLT's, each once: the first table may include the other, as GNU ld has it for RISC-V.
  Result<std::vector<Relocation>> all_relocations() const;
  void set_relocation(const Relocation &relocation);
  uint64_t relocation_size() const;

  /// Which bytes may be others by now than when the file was opened: whole pages, in order.
  std::vector<ByteRange> changes() const;

private:
  template <class ELFT> Result<void> read_headers();
  template <class ELFT> Result<void> read_dynamic();
  template <class ELFT> Result<void> read_symbols();
  template <class ELFT> std::optional<uint64_t> count_symbols() const;
  template <class ELFT> Symbol decode(const typename ELFT::Sym &symbol, std::string_view names) const;
  template <class ELFT> Result<void> read_all();
  /// Calls `visit` with an object whose type says which of the four kinds this is.
  template <class Visit> auto as_kind(Visit visit) const;
  template <class T> const T *elements(uint64_t address, uint64_t count) const;
  template <class T> T *change_element(uint64_t address);
  uint8_t *change_bytes(uint64_t offset, uint64_t size);
  std::string_view text_in(std::string_view texts, uint64_t offset) const;
  std::unexpected<Diagnostics> broken(std::string what) const;

  llvm::MutableArrayRef<uint8_t> bytes;
  std::vector<bool> changed_pages;
  std::string file;
  const Machine *target = nullptr;
  uint16_t file_type = 0;
  std::vector<Segment> program_headers;
  std::vector<Section> section_headers;
  uint64_t section_table = 0; ///< offset in the file
  uint64_t dynamic_address = 0;
  std::vector<Dynamic> dynamic_entries;
  std::vector<Symbol> dynamic_symbols;
  std::vector<uint16_t> symbol_versions;
  std::string_view dynamic_strings;
};

} // namespace weakrt::elf
