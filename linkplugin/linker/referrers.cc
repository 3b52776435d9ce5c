#include "linkplugin/linker/referrers.h"

#include "linkplugin/util/archive.h"

#include <llvm/BinaryFormat/Magic.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Object/SymbolicFile.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

using Visit = std::function<void(const std::string &input, const Reference &reference)>;

// LLVM has no type of its own for them; the only others without one are not referred to. (Its header of
// ELF files is none that clang takes for C++23.)
static bool is_thread_local(const llvm::object::SymbolicFile &file,
                            const llvm::object::BasicSymbolRef &symbol) {
  if (!file.isELF())
    return false;
  auto type = llvm::object::SymbolRef(symbol).getType();
  if (!type)
    llvm::consumeError(type.takeError());
  return type && *type == llvm::object::SymbolRef::ST_Other;
}

static void visit_object(llvm::MemoryBufferRef buffer, const std::string &input, const Visit &visit) {
  using llvm::object::BasicSymbolRef;
  llvm::LLVMContext context;
  auto file = llvm::object::SymbolicFile::createSymbolicFile(buffer, llvm::identify_magic(buffer.getBuffer()),
                                                             &context);
  if (!file) {
    llvm::consumeError(file.takeError());
    return;
  }
  for (const BasicSymbolRef &symbol : (*file)->symbols()) {
    std::string name;
    llvm::raw_string_ostream stream(name);
    if (llvm::Error error = symbol.printName(stream)) {
      llvm::consumeError(std::move(error));
      continue;
    }
    llvm::Expected<uint32_t> flags = symbol.getFlags();
    if (!flags)
      llvm::consumeError(flags.takeError());
    else if (*flags & BasicSymbolRef::SF_Undefined)
      visit(input, {name, (*flags & BasicSymbolRef::SF_Weak) != 0, is_thread_local(**file, symbol)});
  }
}

static void visit_archive(llvm::MemoryBufferRef buffer, const std::string &path, const Visit &visit) {
  auto archive = llvm::object::Archive::create(buffer);
  if (!archive) {
    llvm::consumeError(archive.takeError());
    return;
  }
  llvm::consumeError(for_each_member(**archive, [&](llvm::MemoryBufferRef member) {
    visit_object(member, fmt::format("{}({})", path, member.getBufferIdentifier().str()), visit);
  }));
}

void for_each_reference(const std::vector<std::filesystem::path> &inputs, const Visit &visit) {
  for (const std::filesystem::path &path : inputs) {
    auto buffer = llvm::MemoryBuffer::getFile(path.string(), false, false);
    if (!buffer)
      continue;
    llvm::file_magic magic = llvm::identify_magic((*buffer)->getBuffer());
    if (magic == llvm::file_magic::archive)
      visit_archive(**buffer, path, visit);
    else if (magic == llvm::file_magic::elf_relocatable || magic == llvm::file_magic::coff_object ||
             magic == llvm::file_magic::bitcode)
      visit_object(**buffer, path, visit);
  }
}

std::vector<std::string> find_referrers(const std::vector<std::filesystem::path> &inputs,
                                        const std::string &symbol) {
  std::vector<std::string> found;
  for_each_reference(inputs, [&](const std::string &input, const Reference &reference) {
    if (reference.symbol == symbol && (found.empty() || found.back() != input))
      found.push_back(input);
  });
  return found;
}

} // namespace weakrt
