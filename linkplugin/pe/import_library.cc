#include "linkplugin/pe/import_library.h"

#include <llvm/Object/COFFImportFile.h>

namespace weakrt::pe {

Result<void> write_import_library(const std::filesystem::path &file, const std::string &dll,
                                  const std::vector<Library::Entry> &entries, const Machine &machine) {
  std::vector<llvm::object::COFFShortExport> exports;
  for (const Library::Entry &entry : entries) {
    llvm::object::COFFShortExport exported;
    exported.Name = exported.SymbolName = entry.symbol;
    exported.Data = entry.kind == Library::Kind::data;
    exported.Ordinal = entry.ordinal;
    exported.Noname = entry.name.empty();
    if (entry.name != entry.symbol)
      exported.ImportName = entry.name;
    exports.push_back(std::move(exported));
  }
  if (auto error = llvm::object::writeImportLibrary(dll, file.string(), exports,
                                                    static_cast<llvm::COFF::MachineTypes>(machine.id), true))
    return fail({.message = llvm::toString(std::move(error)), .file = file});
  return {};
}

} // namespace weakrt::pe
