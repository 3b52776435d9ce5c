#include "linkplugin/linker/import_estimate.h"

#include "linkplugin/linker/elf_file.h"
#include "linkplugin/util/archive.h"

#include <llvm/ADT/DenseSet.h>
#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <functional>
#include <set>

namespace weakrt {

using Visit = std::function<void(llvm::StringRef)>;

// Calls `visit` with what a file's table of symbols leaves undefined. One that cannot be read has none.
template <class ELFT>
static bool visit_undefined(const llvm::object::ELFFile<ELFT> &file, const Visit &visit) {
  auto sections = file.sections();
  if (!sections) {
    llvm::consumeError(sections.takeError());
    return false;
  }
  auto table = std::ranges::find_if(
      *sections, [](const auto &section) { return section.sh_type == llvm::ELF::SHT_SYMTAB; });
  if (table == sections->end())
    return true;
  auto symbols = file.symbols(&*table);
  auto texts = symbols ? file.getStringTableForSymtab(*table, *sections) : symbols.takeError();
  if (!texts) {
    llvm::consumeError(texts.takeError());
    return false;
  }
  // Behind the local ones, which are all defined.
  for (const auto &symbol : symbols->drop_front(std::min<size_t>(table->sh_info, symbols->size())))
    if (symbol.st_shndx == llvm::ELF::SHN_UNDEF && symbol.st_name < texts->size())
      visit(texts->data() + symbol.st_name);
  return true;
}

static void visit_object(llvm::StringRef bytes, const Visit &visit) {
  if (llvm::identify_magic(bytes) == llvm::file_magic::elf_relocatable)
    visit_elf_file(bytes, [&visit](const auto &file) { return visit_undefined(file, visit); });
}

static void visit_input(const llvm::MemoryBuffer &buffer, const Visit &visit) {
  if (llvm::identify_magic(buffer.getBuffer()) != llvm::file_magic::archive) {
    visit_object(buffer.getBuffer(), visit);
    return;
  }
  auto archive = llvm::object::Archive::create(buffer);
  llvm::consumeError(archive ? for_each_member(**archive,
                                               [&visit](llvm::MemoryBufferRef member) {
                                                 visit_object(member.getBuffer(), visit);
                                               })
                             : archive.takeError());
}

// The libraries that are taken for a runtime's.
static std::vector<const elf::Library *> lenders(const Borrowing &borrowing) {
  std::vector<const elf::Library *> found;
  for (const elf::Library &library : borrowing.libraries)
    if (std::ranges::any_of(borrowing.runtimes, [&library](const LinkedRuntime &runtime) {
          return std::ranges::find(runtime.sonames, library.soname()) != runtime.sonames.end();
        }))
      found.push_back(&library);
  return found;
}

uint32_t estimate_imports(const std::vector<std::filesystem::path> &inputs, const Borrowing &borrowing,
                          uint32_t enough) {
  std::vector<const elf::Library *> libraries = lenders(borrowing);
  size_t exported = 0;
  for (const elf::Library *library : libraries)
    exported += library->exports().size();
  if (exported <= enough)
    return static_cast<uint32_t>(exported);
  llvm::DenseSet<const elf::Export *> wanted;
  auto look_at = [&](llvm::StringRef name) {
    for (const elf::Library *library : libraries)
      if (const elf::Export *found = library->find(name)) {
        wanted.insert(found);
        return;
      }
  };
  for (const std::filesystem::path &path : std::set(inputs.begin(), inputs.end()))
    if (auto buffer = llvm::MemoryBuffer::getFile(path.string(), false, false))
      visit_input(**buffer, look_at);
  return wanted.size();
}

} // namespace weakrt
