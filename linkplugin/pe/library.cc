#include "linkplugin/pe/library.h"

#include "linkplugin/pe/image.h"
#include "linkplugin/util/archive.h"

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

void Library::add(Entry entry, uint16_t machine) {
  entry.plain = plain_name(entry.symbol, machine);
  if (symbols.emplace(entry.plain, entry.kind).second)
    all.push_back(std::move(entry));
}

// "Import Name Type": what of the symbol is the name; `rest` is what stands behind the DLL's name.
static std::string imported_name(std::string_view symbol, unsigned type, std::string_view rest) {
  switch (type) {
  case coff::IMPORT_ORDINAL:
    return {};
  case coff::IMPORT_NAME_EXPORTAS:
    return std::string(rest.substr(0, rest.find('\0')));
  case coff::IMPORT_NAME:
    return std::string(symbol);
  default:
    if (symbol.find_first_of("?@_") == 0)
      symbol.remove_prefix(1);
    return std::string(type == coff::IMPORT_NAME_UNDECORATE ? symbol.substr(0, symbol.find('@')) : symbol);
  }
}

// "Import Library Format": a header of 20 bytes, then the symbol's name and the DLL's, each with a 0.
void Library::add_short_import(std::string_view member) {
  constexpr size_t machine = 6, ordinal = 16, type = 18, header = 20;
  if (member.size() < header)
    return;
  size_t end = member.find('\0', header);
  size_t last = end == member.npos ? end : member.find('\0', end + 1);
  if (last == member.npos)
    return;
  namespace little = llvm::support::endian;
  unsigned types = little::read16le(member.data() + type);
  std::string_view symbol = member.substr(header, end - header);
  std::string dll(member.substr(end + 1, last - end - 1));
  add({.symbol = std::string(symbol),
       .name = imported_name(symbol, types >> 2 & 7, member.substr(last + 1)),
       .ordinal = little::read16le(member.data() + ordinal),
       .kind = (types & 3) == coff::IMPORT_CODE ? Kind::function : Kind::data,
       .dll = dll},
      little::read16le(member.data() + machine));
  dll_names.insert(std::move(dll));
}

/// The bytes of a section; none where there is no such section.
static std::string_view contents_of(const llvm::object::COFFObjectFile &file, std::string_view wanted) {
  for (const llvm::object::SectionRef &section : file.sections()) {
    auto name = section.getName();
    bool is_it = name && std::string_view(*name) == wanted;
    if (!name)
      llvm::consumeError(name.takeError());
    if (!is_it)
      continue;
    auto contents = section.getContents();
    if (contents)
      return *contents;
    llvm::consumeError(contents.takeError());
  }
  return {};
}

// `.idata$6` has the hint and the name; without it `.idata$4`, the entry of the lookup table, is the ordinal.
static std::pair<std::string, uint16_t> gnu_name(const llvm::object::COFFObjectFile &file) {
  std::string_view named = contents_of(file, ".idata$6"), entry = contents_of(file, ".idata$4");
  if (named.size() > 2)
    return {std::string(named.substr(2, named.find('\0', 2) - 2)), 0};
  uint16_t ordinal = entry.size() < 4 ? 0 : llvm::support::endian::read16le(entry.data());
  return {{}, ordinal};
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
      Kind kind = defined.contains(symbol) ? Kind::function : Kind::data;
      auto [imported, ordinal] = gnu_name(file);
      add({.symbol = symbol, .name = imported, .ordinal = ordinal, .kind = kind, .dll = {}},
          file.getMachine());
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
  llvm::Error error = for_each_member(archive, [&](llvm::MemoryBufferRef member) {
    switch (llvm::identify_magic(member.getBuffer())) {
    case llvm::file_magic::coff_import_library:
      add_short_import(member.getBuffer());
      break;
    case llvm::file_magic::coff_object:
      add_object(member);
      break;
    default:
      break;
    }
  });
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
  const bool has_prefix = image->machine() == coff::IMAGE_FILE_MACHINE_I386;
  for (const ExportedSymbol &symbol : *exports)
    add({.symbol = (has_prefix ? "_" : "") + std::string(symbol.name),
         .name = std::string(symbol.name),
         .ordinal = 0,
         .kind = symbol.is_code ? Kind::function : Kind::data,
         .dll = {}},
        image->machine());
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

const Library::Entry *Library::find(std::string_view dll, std::string_view imported) const {
  llvm::StringRef wanted(dll.data(), dll.size());
  auto is_wanted = [&](const std::string &name) { return wanted.equals_insensitive(name); };
  for (const Entry &entry : all)
    if ((entry.name.empty() ? fmt::format("#{}", entry.ordinal) : entry.name) == imported &&
        (entry.dll.empty() ? std::ranges::any_of(dll_names, is_wanted) : is_wanted(entry.dll)))
      return &entry;
  return nullptr;
}

bool Library::exports_all(std::span<const std::string> names) const {
  return std::ranges::all_of(names, [&](const std::string &name) { return symbols.contains(name); });
}

} // namespace weakrt::pe
