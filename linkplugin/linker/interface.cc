#include "linkplugin/linker/interface.h"

#include "linkplugin/util/scratch.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/InterfaceStub/ELFObjHandler.h>
#include <llvm/InterfaceStub/IFSStub.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

static Result<Exports> exported_by(const std::string &path, const RuntimeManifest &runtime) {
  auto library = elf::Library::read(path);
  if (!library)
    return std::unexpected(library.error());
  if (library->exports().empty())
    return fail({.message = "a library without dynamic symbols", .file = path});
  if (!library->exports_all(runtime.identify))
    return fail(
        {.message = fmt::format("this is not {}: it does not export the identifying symbols", runtime.name),
         .file = path,
         .help = "an executable exports its runtime when it was linked with -rdynamic"});
  // Of an executable that holds more than the runtime (node has OpenSSL inside) only the API.
  std::vector<std::string> api = api_of(runtime);
  Exports exports;
  for (const auto &[name, exported] : library->exports())
    if (matches_any(api, name))
      exports.emplace(name, exported);
  return exports;
}

static Result<Exports> listed_in(const RuntimeManifest &runtime) {
  Exports exports;
  for (const InterfaceSymbol &symbol : runtime.interface_symbols) {
    elf::Export exported;
    exported.kind = symbol.thread_local_data ? elf::Export::Kind::thread_local_data
                    : symbol.data            ? elf::Export::Kind::data
                                             : elf::Export::Kind::function;
    exports.emplace(symbol.name, exported);
  }
  if (exports.empty())
    return fail({.message = fmt::format(
                     "the link has no library of {}, and its manifest names no `interface`", runtime.name),
                 .file = runtime.file,
                 .help = fmt::format("link the shared library of {}, or name an executable that has it, or a "
                                     "list of its symbols, as `interface`",
                                     runtime.name)});
  return exports;
}

Result<Exports> exports_of(const BorrowedRuntime &borrowed) {
  return borrowed.interface_from.empty() ? listed_in(borrowed.runtime)
                                         : exported_by(borrowed.interface_from, borrowed.runtime);
}

static llvm::ifs::IFSSymbolType type_of(elf::Export::Kind kind) {
  switch (kind) {
  case elf::Export::Kind::thread_local_data:
    return llvm::ifs::IFSSymbolType::TLS;
  case elf::Export::Kind::data:
    return llvm::ifs::IFSSymbolType::Object;
  default:
    return llvm::ifs::IFSSymbolType::Func;
  }
}

Result<elf::Library> write_interface(Exports exports, const Target &target, const std::string &soname,
                                     const std::filesystem::path &path) {
  llvm::ifs::IFSStub stub;
  stub.SoName = soname;
  const elf::Machine &machine = *target.machine;
  stub.Target.Arch = machine.id;
  stub.Target.BitWidth =
      machine.is_64 ? llvm::ifs::IFSBitWidthType::IFS64 : llvm::ifs::IFSBitWidthType::IFS32;
  stub.Target.Endianness =
      machine.is_big_endian ? llvm::ifs::IFSEndiannessType::Big : llvm::ifs::IFSEndiannessType::Little;
  for (const auto &[name, exported] : exports) {
    llvm::ifs::IFSSymbol symbol(name);
    symbol.Type = type_of(exported.kind);
    symbol.Size = symbol.Type != llvm::ifs::IFSSymbolType::Func ? std::max<uint64_t>(exported.size, 1) : 0;
    stub.Symbols.push_back(std::move(symbol));
  }
  if (llvm::Error error = llvm::ifs::writeBinaryStub(path.string(), stub))
    return fail({.message = "cannot write: " + llvm::toString(std::move(error)), .file = path});
  // GNU ld compares them, also those of libraries.
  auto written = llvm::MemoryBuffer::getFile(path.string());
  if (!written)
    return fail({.message = written.getError().message(), .file = path});
  std::string bytes = (*written)->getBuffer().str();
  elf::set_header_flags(machine, bytes, target.flags);
  if (auto done = write_file(path, bytes); !done)
    return std::unexpected(done.error());
  return elf::Library::made_of(machine, path, soname, std::move(exports));
}

} // namespace weakrt
