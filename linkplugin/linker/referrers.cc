#include "linkplugin/linker/referrers.h"

#include <llvm/BinaryFormat/Magic.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Object/Archive.h>
#include <llvm/Object/SymbolicFile.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

namespace weakrt {

static bool refers_to(llvm::MemoryBufferRef buffer, const std::string &wanted) {
  llvm::LLVMContext context;
  auto file = llvm::object::SymbolicFile::createSymbolicFile(buffer, llvm::identify_magic(buffer.getBuffer()),
                                                             &context);
  if (!file) {
    llvm::consumeError(file.takeError());
    return false;
  }
  for (const llvm::object::BasicSymbolRef &symbol : (*file)->symbols()) {
    std::string name;
    llvm::raw_string_ostream stream(name);
    if (llvm::Error error = symbol.printName(stream)) {
      llvm::consumeError(std::move(error));
      continue;
    }
    llvm::Expected<uint32_t> flags = symbol.getFlags();
    if (!flags)
      llvm::consumeError(flags.takeError());
    else if (name == wanted && (*flags & llvm::object::BasicSymbolRef::SF_Undefined))
      return true;
  }
  return false;
}

static void search_archive(llvm::MemoryBufferRef buffer, const std::string &path, const std::string &symbol,
                           std::vector<std::string> &found) {
  auto archive = llvm::object::Archive::create(buffer);
  if (!archive) {
    llvm::consumeError(archive.takeError());
    return;
  }
  llvm::Error error = llvm::Error::success();
  for (const llvm::object::Archive::Child &child : (*archive)->children(error)) {
    auto member = child.getMemoryBufferRef();
    auto name = child.getName();
    if (member && name && refers_to(*member, symbol))
      found.push_back(fmt::format("{}({})", path, name->str()));
    if (!member)
      llvm::consumeError(member.takeError());
    if (!name)
      llvm::consumeError(name.takeError());
  }
  llvm::consumeError(std::move(error));
}

std::vector<std::string> find_referrers(const std::vector<std::filesystem::path> &inputs,
                                        const std::string &symbol) {
  std::vector<std::string> found;
  for (const std::filesystem::path &path : inputs) {
    auto buffer = llvm::MemoryBuffer::getFile(path.string(), false, false);
    if (!buffer)
      continue;
    llvm::file_magic magic = llvm::identify_magic((*buffer)->getBuffer());
    if (magic == llvm::file_magic::archive)
      search_archive(**buffer, path, symbol, found);
    else if ((magic == llvm::file_magic::elf_relocatable || magic == llvm::file_magic::bitcode) &&
             refers_to(**buffer, symbol))
      found.push_back(path);
  }
  return found;
}

} // namespace weakrt
