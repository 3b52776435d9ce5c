// A shared library or executable on the build machine, read for what it exports.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/machine.h"
#include "linkplugin/util/name_table.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt::elf {

struct Export {
  enum class Kind : uint8_t { function, data, thread_local_data };
  Kind kind = Kind::function;
  bool weak = false;
  uint64_t size = 0;
  uint32_t index = 0; ///< in .dynsym; 0: not known
  bool plain = false; ///< of type STT_NOTYPE, STT_OBJECT or STT_FUNC, global or weak, and in a section
  uint32_t word = 0;  ///< st_info, st_other and st_shndx, as one word of the library's byte order
};

class Library {
public:
  /// Reads a dynamic ELF file. One that exports nothing is no error: it can
  /// still need something.
  static Result<Library> read(const std::filesystem::path &path);

  /// A library that is not read from a file: an interface stub, as it was written.
  static Library made_of(const Machine &machine, std::string path, std::string soname,
                         std::map<std::string, Export> exports);

  const std::string &path() const { return file; }
  const Machine &machine() const { return *target; }
  /// DT_SONAME; the file's name where it has none, as a linker would record it.
  const std::string &soname() const { return name; }
  const std::vector<std::string> &needed() const { return needed_libraries; }
  /// DT_RPATH and DT_RUNPATH, split, $ORIGIN replaced.
  const std::vector<std::string> &search_path() const { return run_path; }
  bool is_executable() const { return executable; }
  /// The versions that it defines, without the one that is its own name.
  const std::vector<std::string> &versions() const { return defined_versions; }

  /// In bytes; empty where it has none.
  const std::string &build_id() const { return id; }

  const Export *find(std::string_view symbol) const;
  /// Whether the hash of its name is that of no other symbol, so that at its index the hash alone tells it.
  bool has_own_hash(const Export &exported) const;
  bool exports_all(const std::vector<std::string> &symbols) const;
  const NameTable<Export> &exports() const { return table; }

private:
  const Machine *target = nullptr;
  std::string file;
  std::string name;
  std::vector<std::string> needed_libraries;
  std::vector<std::string> run_path;
  std::vector<std::string> defined_versions;
  bool executable = false;
  std::string id;
  /// The hash of each symbol of .dynsym from the first that is hashed (DT_GNU_HASH); the low bit marks the
  /// last of a bucket.
  std::vector<uint32_t> chain;
  uint32_t first_hashed = 0;
  NameTable<Export> table;
  /// Keeps the texts that are the table's keys.
  std::shared_ptr<const void> names;
};

} // namespace weakrt::elf
