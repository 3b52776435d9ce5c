// A linked PE file in memory: what Windows' loader will see, and what it must not see any more. Every access
// is bounds-checked. "Addresses" are distances from where the image is loaded (RVA), as everywhere in the
// format.
//
// The format is Microsoft's "PE Format"; PE32 and PE32+ look the same from here.
#pragma once

#include "linkplugin/diagnostic.h"

#include <llvm/ADT/ArrayRef.h>
#include <llvm/BinaryFormat/COFF.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt::pe {

/// "Section Table".
struct Section {
  std::string name; ///< at most eight bytes; longer ones are "/" and a number here
  uint32_t address;
  uint32_t size; ///< in memory
  uint32_t offset;
  uint32_t file_size;
  bool is_code;
};

/// One import: an entry of a lookup table, and the slot in the address table.
struct ImportedSymbol {
  std::string name;      ///< "#12" for an ordinal
  uint32_t name_address; ///< of the hint and the name, or record::by_ordinal and the ordinal
  uint32_t slot;
};

/// "Import Directory Table": what is imported from one library, or a part of it.
struct ImportDescriptor {
  uint32_t place; ///< its own address
  std::string library;
  bool has_names; ///< else the slots in the file are what says the names
  std::vector<ImportedSymbol> symbols;
};

struct ExportedSymbol {
  std::string_view name;
  std::string_view forwarder; ///< "" where it is the library's own
  bool is_code;               ///< it lies in a section that is executed; so is a forwarder taken
  uint32_t address;           ///< of a forwarder: of its text
};

class Image {
public:
  /// `bytes` must outlive the Image; `path` is for messages. Fails where the file is no PE image, and where a
  /// header points outside it.
  static Result<Image> open(llvm::MutableArrayRef<uint8_t> bytes, std::string path);

  const std::string &path() const { return file; }
  /// llvm::COFF::MachineTypes.
  uint16_t machine() const { return machine_id; }
  bool is_64() const { return is_plus; }
  uint32_t word_size() const { return is_plus ? 8 : 4; }
  /// As opposed to a program.
  bool is_library() const;

  std::span<const Section> sections() const { return section_table; }
  const Section *find_section(std::string_view name) const;

  /// `size` bytes at an address, or nullptr where the file does not hold them all. What is written there is
  /// what the file will hold.
  uint8_t *at(uint32_t address, uint64_t size) const;
  template <class T> std::optional<T> read(uint32_t address) const;
  template <class T> bool write(uint32_t address, T value) const;
  /// A number of the image's word size.
  std::optional<uint64_t> read_word(uint32_t address) const;
  bool write_word(uint32_t address, uint64_t value) const;
  /// A NUL-terminated text, or nothing where it lies outside.
  std::optional<std::string_view> text(uint32_t address) const;

  uint32_t entry() const;
  void set_entry(uint32_t address);
  /// Where it wants to be loaded.
  uint64_t base() const;

  /// "Optional Header Data Directories"; 0 and 0 where there are not so many.
  struct Directory {
    uint32_t address = 0;
    uint32_t size = 0;
  };
  Directory directory(uint32_t index) const;
  void set_directory(uint32_t index, Directory directory);

  /// What the import directory says, to the entry that ends it.
  Result<std::vector<ImportDescriptor>> imports() const;
  /// The slots of the import address table that belong to none of these: the loader would leave them as they
  /// are in the file. In their names, as far as they say one.
  std::vector<ImportedSymbol> unreached_slots(const std::vector<ImportDescriptor> &imports) const;
  /// Leaves these, in this order, and ends the table behind them.
  Result<void> set_imports(const std::vector<ImportDescriptor> &left);

  /// What the delay import directory says ("Delay-Load Directory Table"): LLD's and MSVC's /DELAYLOAD.
  Result<std::vector<ImportDescriptor>> delayed_imports() const;

  /// By name; those that have only an ordinal are left out.
  Result<std::vector<ExportedSymbol>> exports() const;
  bool exports_ordinal(uint32_t ordinal) const;

  /// "The TLS Directory": where the pointers to the callbacks stand, and how many there are. Nothing where
  /// the image has no such directory.
  struct Callbacks {
    uint32_t address = 0;
    uint32_t count = 0;
  };
  Result<std::optional<Callbacks>> callbacks() const;

  /// "VS_FIXEDFILEINFO": the file's version, "18.20.8"; nothing where the resources have none that can be
  /// read.
  std::optional<std::string> file_version() const;

  /// Computes the checksum anew where the linker has written one.
  void update_checksum();

private:
  Image(llvm::MutableArrayRef<uint8_t> bytes, std::string path) : bytes(bytes), file(std::move(path)) {}

  Result<void> read_headers();
  std::optional<ImportedSymbol> read_symbol(uint64_t entry, uint32_t slot) const;
  class Allowance;
  Result<std::vector<ImportedSymbol>> read_symbols(uint32_t names, uint32_t slots,
                                                   Allowance &allowance) const;
  std::unexpected<Diagnostics> malformed(std::string what) const;
  /// The bytes that are at an address, to the end of their section, where they are accepted; else nullptr.
  template <class Accept> uint8_t *find_place(uint32_t address, Accept accept) const;
  /// A number at an offset of the file.
  template <class T> std::optional<T> header(uint64_t offset) const;
  template <class T> void put_header(uint64_t offset, T value);

  llvm::MutableArrayRef<uint8_t> bytes;
  std::string file;
  uint16_t machine_id = 0;
  uint16_t characteristics = 0;
  bool is_plus = false;
  uint32_t entry_offset = 0;
  uint32_t checksum_offset = 0;
  uint32_t directories_offset = 0;
  uint32_t directory_count = 0;
  uint32_t headers_size = 0;
  std::vector<Section> section_table;
};

} // namespace weakrt::pe
