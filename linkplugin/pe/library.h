// What a link for Windows can import from: an import library, or the DLL itself.
#pragma once

#include "linkplugin/diagnostic.h"

#include <llvm/Object/Archive.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt::pe {

class Library {
public:
  enum class Kind { function, data };

  /// What can be imported, as a linker sees it.
  struct Entry {
    std::string symbol; ///< without __imp_
    std::string name;   ///< what the DLL calls it; empty: it has only an ordinal
    uint16_t ordinal;
    Kind kind;
    std::string dll; ///< empty where the library does not say it with the symbol: it is the only one then
    std::string plain = {}; ///< the symbol, as C calls it
  };

  /// Reads an archive or a DLL. An archive without members that import gives a library without DLLs. Fails
  /// where the file can be read as neither.
  static Result<Library> read(const std::string &path);

  const std::string &path() const { return file; }
  /// The names of the DLLs that the import library stands for, nearly always one.
  const std::set<std::string> &dlls() const { return dll_names; }
  /// What can be imported, as C calls it: without the underscore of i386.
  const std::map<std::string, Kind, std::less<>> &exports() const { return symbols; }
  const std::vector<Entry> &entries() const { return all; }
  /// What an image imports from this DLL by this name, or by "#12"; nullptr: nothing that is known here.
  const Entry *find(std::string_view dll, std::string_view imported) const;
  bool exports_all(std::span<const std::string> names) const;

private:
  explicit Library(std::string path) : file(std::move(path)) {}

  Result<void> read_archive(llvm::object::Archive &archive);
  Result<void> read_dll(std::string bytes);
  void add(Entry entry, uint16_t machine);
  void add_short_import(std::string_view member);
  void add_object(llvm::MemoryBufferRef member);

  std::string file;
  std::set<std::string> dll_names;
  std::map<std::string, Kind, std::less<>> symbols;
  std::vector<Entry> all;
};

} // namespace weakrt::pe
