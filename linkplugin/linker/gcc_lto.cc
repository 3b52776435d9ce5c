// Recognising objects that only gcc's own LTO plugin can link.
#include "linkplugin/linker/elf_file.h"
#include "linkplugin/linker/real_linker.h"
#include "linkplugin/util/archive.h"

#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Support/MemoryBuffer.h>

#include <set>

namespace weakrt {

// Most objects have no section of gcc's LTO, and there may be thousands with thousands of sections each: of
// these only the names are looked at, all at once. What cannot be read is looked at closely.
static bool may_have_lto(llvm::StringRef bytes) {
  auto names = [](const auto &file) {
    auto sections = file.sections();
    auto texts = sections ? file.getSectionStringTable(*sections) : sections.takeError();
    if (texts)
      return texts->contains(".gnu.lto_");
    llvm::consumeError(texts.takeError());
    return true;
  };
  return visit_elf_file(bytes, names).value_or(true);
}

static bool is_gcc_lto_only(llvm::MemoryBufferRef buffer) {
  if (!may_have_lto(buffer.getBuffer()))
    return false;
  auto object = llvm::object::ObjectFile::createObjectFile(buffer);
  if (!object) {
    llvm::consumeError(object.takeError());
    return false;
  }
  bool has_lto = false;
  for (const llvm::object::SectionRef &section : (*object)->sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName();
    if (!name)
      llvm::consumeError(name.takeError());
    else
      has_lto |= name->starts_with(".gnu.lto_");
  }
  // "Fat" objects have the code besides; gcc marks the slim ones with this symbol (i386 Windows has an
  // underscore in front).
  if (has_lto)
    for (const llvm::object::SymbolRef &symbol : (*object)->symbols()) {
      llvm::Expected<llvm::StringRef> name = symbol.getName();
      if (!name)
        llvm::consumeError(name.takeError());
      else if (*name == "__gnu_lto_slim" || *name == "___gnu_lto_slim")
        return true;
    }
  return false;
}

static bool archive_has_gcc_lto_only(llvm::MemoryBufferRef buffer) {
  auto archive = llvm::object::Archive::create(buffer);
  if (!archive) {
    llvm::consumeError(archive.takeError());
    return false;
  }
  bool found = false;
  llvm::consumeError(for_each_member(
      **archive, [&](llvm::MemoryBufferRef member) { found = found || is_gcc_lto_only(member); }));
  return found;
}

std::filesystem::path find_gcc_lto_only(const std::vector<std::filesystem::path> &inputs) {
  std::set<std::filesystem::path> seen; // -lgcc stands on most lines twice
  for (const std::filesystem::path &path : inputs) {
    if (!seen.insert(path).second)
      continue;
    auto buffer = llvm::MemoryBuffer::getFile(path.string(), false, false);
    if (!buffer)
      continue;
    llvm::file_magic magic = llvm::identify_magic((*buffer)->getBuffer());
    bool is_object = magic == llvm::file_magic::elf_relocatable || magic == llvm::file_magic::coff_object;
    if ((is_object && is_gcc_lto_only(**buffer)) ||
        (magic == llvm::file_magic::archive && archive_has_gcc_lto_only(**buffer)))
      return path;
  }
  return {};
}

} // namespace weakrt
