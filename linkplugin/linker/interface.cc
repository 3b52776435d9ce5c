#include "linkplugin/linker/interface.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/InterfaceStub/ELFObjHandler.h>
#include <llvm/InterfaceStub/IFSStub.h>
#include <llvm/Support/Error.h>

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

static llvm::ifs::IFSSymbol make_symbol(std::string_view name, bool data, uint64_t size) {
  llvm::ifs::IFSSymbol symbol{std::string(name)};
  symbol.Type = data ? llvm::ifs::IFSSymbolType::Object : llvm::ifs::IFSSymbolType::Func;
  symbol.Size = data ? std::max<uint64_t>(size, 1) : 0;
  return symbol;
}

static Result<std::vector<llvm::ifs::IFSSymbol>> exported_by(const std::string &path,
                                                             const RuntimeManifest &runtime) {
  auto library = elf::Library::read(path);
  if (!library)
    return std::unexpected(library.error());
  if (!library->exports_all(runtime.identify))
    return fail(
        {.message = fmt::format("this is not {}: it does not export the identifying symbols", runtime.name),
         .file = path,
         .help = "an executable exports its runtime when it was linked with -rdynamic"});
  std::vector<llvm::ifs::IFSSymbol> symbols;
  for (const auto &[name, exported] : library->exports())
    if (exported.kind != elf::Export::Kind::thread_local_data)
      symbols.push_back(make_symbol(name, exported.kind == elf::Export::Kind::data, exported.size));
  return symbols;
}

Result<elf::Library> write_interface(const BorrowedRuntime &borrowed, const std::string &soname,
                                     const std::filesystem::path &path) {
  const RuntimeManifest &runtime = borrowed.runtime;
  llvm::ifs::IFSStub stub;
  if (!borrowed.interface_from.empty()) {
    auto symbols = exported_by(borrowed.interface_from, runtime);
    if (!symbols)
      return std::unexpected(symbols.error());
    stub.Symbols = std::move(*symbols);
  } else
    for (const InterfaceSymbol &symbol : runtime.interface_symbols)
      stub.Symbols.push_back(make_symbol(symbol.name, symbol.data, 1));
  if (stub.Symbols.empty())
    return fail({.message = fmt::format("the link has no library of {}, and its manifest lists no symbols",
                                        runtime.name),
                 .file = runtime.file,
                 .help = fmt::format("link the library of {}, or name an executable that has it with "
                                     "`interface` in the plugin's manifest",
                                     runtime.name)});
  // The order of a hash table must not reach the file.
  std::ranges::sort(stub.Symbols, {}, &llvm::ifs::IFSSymbol::Name);

  stub.SoName = soname;
  stub.Target.Arch = llvm::ELF::EM_X86_64;
  stub.Target.BitWidth = llvm::ifs::IFSBitWidthType::IFS64;
  stub.Target.Endianness = llvm::ifs::IFSEndiannessType::Little;
  if (llvm::Error error = llvm::ifs::writeBinaryStub(path.string(), stub))
    return fail({.message = "cannot write: " + llvm::toString(std::move(error)), .file = path});
  return elf::Library::read(path);
}

} // namespace weakrt
