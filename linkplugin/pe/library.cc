#include "linkplugin/pe/library.h"

#include "linkplugin/pe/image.h"

#include <llvm/BinaryFormat/COFF.h>
#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Object/COFF.h>
#include <llvm/Support/Endian.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>

namespace weakrt::pe {

namespace coff = llvm::COFF;

static std::string plain_name(std::string_view symbol, uint16_t machine) {
  if (machine == coff::IMAGE_FILE_MACHINE_I386 && symbol.starts_with('_'))
    symbol.remove_prefix(1);
  return std::string(symbol);
}

// "Import Library Format": a header of 20 bytes, then the symbol's name and the DLL's, each with a 0.
void Library::add_short_import(std::string_view member) {
  constexpr size_t machine = 6, type = 18, header = 20;
  if (member.size() < header)
    return;
  size_t end = member.find('\0', header);
  size_t last = end == member.npos ? end : member.find('\0', end + 1);
  if (last == member.npos)
    return;
  namespace little = llvm::support::endian;
  auto kind = little::read16le(member.data() + type) & 3;
  uint16_t id = little::read16le(member.data() + machine);
  symbols.emplace(plain_name(member.substr(header, end - header), id),
                  kind == coff::IMPORT_CODE ? Kind::function : Kind::data);
  dll_names.emplace(member.substr(end + 1, last - end - 1));
}

// GNU's import libraries are made of object files: one for each symbol, which defines its slot, `__imp_NAME`,
// and for a function the code that jumps through it; and one that has the DLL's name in `.idata$7`.
void Library::add_object(llvm::MemoryBufferRef member) {
  auto object = llvm::object::COFFObjectFile::create(member);
  if (!object) {
    llvm::consumeError(object.takeError());
    return;
  }
  const llvm::object::COFFObjectFile &file = **object;
  std::set<std::string, std::less<>> defined;
  for (const llvm::object::SymbolRef &symbol : file.symbols()) {
    auto name = symbol.getName();
    if (!name)
      llvm::consumeError(name.takeError());
    else if (auto entry = file.getCOFFSymbol(symbol); entry.isExternal() && !entry.isUndefined())
      defined.insert(name->str());
  }
  constexpr std::string_view slot = "__imp_";
  bool imports = false;
  for (const std::string &name : defined)
    if (name.starts_with(slot)) {
      std::string symbol = name.substr(slot.size());
      symbols.emplace(plain_name(symbol, file.getMachine()),
                      defined.contains(symbol) ? Kind::function : Kind::data);
      imports = true;
    }
  for (const llvm::object::SectionRef &section : file.sections()) {
    auto name = section.getName();
    auto contents = section.getContents();
    bool has_name = name && contents && *name == ".idata$7" && !imports && !contents->empty();
    if (has_name && section.relocation_begin() == section.relocation_end())
      dll_names.insert(contents->substr(0, contents->find('\0')).str());
    if (!name)
      llvm::consumeError(name.takeError());
    if (!contents)
      llvm::consumeError(contents.takeError());
  }
}

Result<void> Library::read_archive(llvm::object::Archive &archive) {
  llvm::Error error = llvm::Error::success();
  for (const llvm::object::Archive::Child &child : archive.children(error)) {
    auto member = child.getMemoryBufferRef();
    if (!member) {
      llvm::consumeError(member.takeError());
      continue;
    }
    switch (llvm::identify_magic(member->getBuffer())) {
    case llvm::file_magic::coff_import_library:
      add_short_import(member->getBuffer());
      break;
    case llvm::file_magic::coff_object:
      add_object(*member);
      break;
    default:
      break;
    }
  }
  if (error)
    return fail(
        {.message = fmt::format("a damaged archive: {}", llvm::toString(std::move(error))), .file = file});
  return {};
}

Result<void> Library::read_dll(std::string bytes) {
  auto image = Image::open({reinterpret_cast<uint8_t *>(bytes.data()), bytes.size()}, file);
  if (!image)
    return std::unexpected(image.error());
  auto exports = image->exports();
  if (!exports)
    return std::unexpected(exports.error());
  for (const ExportedSymbol &symbol : *exports)
    symbols.emplace(std::string(symbol.name), symbol.is_code ? Kind::function : Kind::data);
  dll_names.insert(file.substr(file.rfind('/') + 1));
  return {};
}

Result<Library> Library::read(const std::string &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = path});
  Library library(path);
  Result<void> done;
  if (llvm::identify_magic((*buffer)->getBuffer()) == llvm::file_magic::archive) {
    auto archive = llvm::object::Archive::create((*buffer)->getMemBufferRef());
    done = archive
               ? library.read_archive(**archive)
               : fail({.message = fmt::format("a damaged archive: {}", llvm::toString(archive.takeError())),
                       .file = path});
  } else
    done = library.read_dll((*buffer)->getBuffer().str());
  if (!done)
    return std::unexpected(done.error());
  return library;
}

bool Library::exports_all(std::span<const std::string> names) const {
  return std::ranges::all_of(names, [&](const std::string &name) { return symbols.contains(name); });
}

} // namespace weakrt::pe
