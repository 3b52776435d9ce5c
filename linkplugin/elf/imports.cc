#include "linkplugin/elf/imports.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

using namespace llvm::ELF;

namespace weakrt::elf {

namespace {

class ImportFinder {
public:
  ImportFinder(const Image &image, const std::vector<Borrower> &borrowers,
               const std::vector<Library> &libraries, const std::vector<NeededFile> &needed)
      : image(image), borrowers(borrowers), libraries(libraries) {
    for (const NeededFile &file : needed)
      for (const NeededVersion &version : file.versions)
        versions.emplace(version.index, std::pair(std::string(file.file), std::string(version.name)));
  }

  Imports run() {
    std::set<uint64_t> copies;
    for (const Relocation &relocation : image.relocations())
      if (relocation.type == image.machine().types.copy)
        copies.insert(relocation.address);
    for (uint32_t i = 1; i < image.symbols().size(); ++i)
      if (const Symbol &symbol = image.symbols()[i]; symbol.section == SHN_UNDEF)
        look_at(i);
      // The relocation names one of the symbols that a variable has, and a program may use another.
      else if (copies.contains(symbol.value))
        look_at_copied(i);
    return std::move(result);
  }

private:
  void look_at_copied(uint32_t index) {
    Import import{index, std::string(image.symbols()[index].name), {}, 0};
    const Library *giver = find_giver(index, import);
    if (giver && runtime_of(giver->soname()))
      result.copied.push_back(std::move(import));
  }

  void look_at(uint32_t index) {
    const Symbol &symbol = image.symbols()[index];
    Import import{index, std::string(symbol.name), {}, 0};
    bool weak = symbol.binding == STB_WEAK;

    const Library *giver = find_giver(index, import);
    auto runtime = giver ? runtime_of(giver->soname()) : std::nullopt;
    if (!giver && versions_of(index) == nullptr)
      runtime = runtime_by_api(import.name);
    if (!runtime)
      return;
    import.runtime = *runtime;
    import.optional = weak || borrowers[*runtime].is_optional(import.name);
    // psABI, "Function Addresses": the value is that of the PLT entry.
    if (symbol.value != 0)
      result.canonical.push_back(import);
    if (!giver && !import.optional) {
      result.undefined.push_back(std::move(import));
      return;
    }
    Export::Kind kind = giver                       ? giver->find(import.name)->kind
                        : symbol.type == STT_OBJECT ? Export::Kind::data
                                                    : Export::Kind::function;
    import.data = kind == Export::Kind::data;
    import.thread_local_data = kind == Export::Kind::thread_local_data || symbol.type == STT_TLS;
    if (giver && giver->soname() == borrowers[*runtime].provider)
      give_hint(import, *giver);
    result.imports.push_back(std::move(import));
  }

  // Of a function or a datum in a section, without a version: all there is to do is to add the base.
  static void give_hint(Import &import, const Library &library) {
    const Export &exported = *library.find(import.name);
    if (!exported.plain || !import.version.empty() || !library.has_own_hash(exported))
      return;
    import.hint = exported.index;
    import.word = exported.word;
  }

  // The file and name of the version that the symbol wants, or nullptr.
  const std::pair<std::string, std::string> *versions_of(uint32_t index) const {
    if (image.versions().empty())
      return nullptr;
    auto found = versions.find(image.versions()[index] & VERSYM_VERSION);
    return found == versions.end() ? nullptr : &found->second;
  }

  // A versioned symbol says which file it comes from. Else it is the first
  // library in order of the link that has it.
  const Library *find_giver(uint32_t index, Import &import) const {
    const auto *version = versions_of(index);
    if (version)
      import.version = version->second;
    for (const Library &library : libraries) {
      // Without a soname the file is called by the path that it was linked by.
      if (version && library.soname() != version->first && library.path() != version->first)
        continue;
      if (library.find(import.name))
        return &library;
    }
    return nullptr;
  }

  std::optional<size_t> runtime_of(const std::string &soname) const {
    for (size_t i = 0; i < borrowers.size(); ++i)
      if (std::ranges::find(borrowers[i].sonames, soname) != borrowers[i].sonames.end())
        return i;
    return std::nullopt;
  }

  std::optional<size_t> runtime_by_api(std::string_view name) const {
    for (size_t i = 0; i < borrowers.size(); ++i)
      if (borrowers[i].is_api(name))
        return i;
    return std::nullopt;
  }

  const Image &image;
  const std::vector<Borrower> &borrowers;
  const std::vector<Library> &libraries;
  std::map<uint16_t, std::pair<std::string, std::string>> versions;
  Imports result;
};

} // namespace

bool defines_all(const Image &image, const std::vector<std::string> &symbols) {
  std::set<std::string_view> wanted(symbols.begin(), symbols.end());
  for (const Symbol &symbol : image.symbols())
    if (symbol.section != SHN_UNDEF)
      wanted.erase(symbol.name);
  return wanted.empty();
}

Result<Imports> find_imports(const Image &image, const std::vector<Borrower> &borrowers,
                             const std::vector<Library> &libraries) {
  auto needed = image.needed_versions();
  if (!needed)
    return std::unexpected(needed.error());
  return ImportFinder(image, borrowers, libraries, *needed).run();
}

} // namespace weakrt::elf
