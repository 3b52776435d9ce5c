#include "linkplugin/elf/library.h"

#include "linkplugin/elf/build_id.h"
#include "linkplugin/elf/image.h"
#include "linkplugin/elf/origin.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>

using namespace llvm::ELF;

namespace weakrt::elf {

static Export::Kind kind_of(const Symbol &symbol) {
  switch (symbol.type) {
  case STT_TLS:
    return Export::Kind::thread_local_data;
  case STT_OBJECT:
  case STT_COMMON:
    return Export::Kind::data;
  default:
    return Export::Kind::function;
  }
}

static bool is_plain(const Symbol &symbol) {
  return symbol.type <= STT_FUNC && (symbol.binding == STB_GLOBAL || symbol.binding == STB_WEAK) &&
         symbol.section != SHN_UNDEF && symbol.section < SHN_LORESERVE;
}

// The three are one behind the other in ELF's symbols of either size.
static uint32_t word_of(const Symbol &symbol, const Machine &machine) {
  uint32_t info = uint32_t{symbol.binding} << 4 | symbol.type;
  return machine.is_big_endian ? info << 24 | uint32_t{symbol.other} << 16 | symbol.section
                               : uint32_t{symbol.section} << 16 | uint32_t{symbol.other} << 8 | info;
}

static std::vector<std::string> split_search_path(const Image &image, const std::string &file) {
  std::vector<std::string> folders;
  std::error_code error;
  const std::string origin = std::filesystem::absolute(file, error).parent_path();
  for (int64_t tag : {int64_t(DT_RPATH), int64_t(DT_RUNPATH)}) {
    auto value = image.dynamic_value(tag);
    if (!value)
      continue;
    std::string_view rest = image.string(*value);
    while (!rest.empty()) {
      std::string_view folder = rest.substr(0, rest.find(':'));
      rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
      folders.push_back(replace_origin(folder, origin));
    }
  }
  return folders;
}

static std::vector<std::string> read_versions(const Image &image) {
  std::vector<std::string> names;
  for (const DefinedVersion &version : image.defined_versions())
    if (!version.base)
      names.emplace_back(version.name);
  return names;
}

// DT_GNU_HASH: four words, a Bloom filter of words of the target's size, the buckets, then the chain.
static std::vector<uint32_t> read_chain(const Image &image, uint32_t &first) {
  std::vector<uint32_t> chain;
  uint64_t table = image.dynamic_value(DT_GNU_HASH).value_or(0);
  auto word = [&](uint64_t index) { return image.read<uint32_t>(table + index * 4); };
  auto buckets = word(0), start = word(1), filter = word(2);
  if (!table || !buckets || !start || !filter || *start > image.symbols().size())
    return chain;
  first = *start;
  uint64_t before = 4 + uint64_t{*filter} * image.machine().word_size() / 4 + *buckets;
  chain.reserve(image.symbols().size() - first);
  for (uint64_t i = first; i < image.symbols().size(); ++i) {
    auto hash = word(before + i - first);
    if (!hash)
      return {};
    chain.push_back(*hash);
  }
  return chain;
}

Result<Library> Library::read(const std::filesystem::path &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string(), /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = path});
  Library library;
  std::shared_ptr<llvm::MemoryBuffer> contents = std::move(*buffer);
  library.names = contents;
  library.file = path;

  // The image is only read here, so the file's own (private) pages will do.
  auto *data = reinterpret_cast<uint8_t *>(const_cast<char *>(contents->getBufferStart()));
  auto image = Image::open({data, contents->getBufferSize()}, path);
  if (!image)
    return std::unexpected(image.error());

  library.target = &image->machine();
  auto soname = image->dynamic_value(DT_SONAME);
  library.name = soname ? std::string(image->string(*soname)) : path.filename().string();
  for (std::string_view needed : image->needed())
    library.needed_libraries.emplace_back(needed);
  library.run_path = split_search_path(*image, library.file);
  library.defined_versions = read_versions(*image);
  library.executable = std::ranges::any_of(image->segments(),
                                           [](const Segment &segment) { return segment.type == PT_INTERP; });

  library.id = elf::build_id(*image);
  library.chain = read_chain(*image, library.first_hashed);

  auto symbols = image->symbols();
  library.table.reserve(symbols.size());
  bool defines_versions = image->has_dynamic(DT_VERDEF);
  for (size_t i = 0; i < symbols.size(); ++i) {
    const Symbol &symbol = symbols[i];
    if (symbol.section == SHN_UNDEF || symbol.binding == STB_LOCAL)
      continue;
    // An old version: there for files that were linked with it, not for new ones.
    if (defines_versions && !image->versions().empty() && (image->versions()[i] & VERSYM_HIDDEN))
      continue;
    std::string_view name = symbol.name;
    if (!name.empty())
      library.table.add(name, Export{kind_of(symbol), symbol.binding == STB_WEAK, symbol.size,
                                     static_cast<uint32_t>(i), is_plain(symbol),
                                     word_of(symbol, image->machine())});
  }
  return library;
}

Library Library::made_of(const Machine &machine, std::string path, std::string soname,
                         std::map<std::string, Export> exports) {
  Library library;
  library.target = &machine;
  library.file = std::move(path);
  library.name = std::move(soname);
  auto owned = std::make_shared<std::map<std::string, Export>>(std::move(exports));
  for (const auto &[symbol, exported] : *owned)
    library.table.add(symbol, exported);
  library.names = std::move(owned);
  return library;
}

const Export *Library::find(std::string_view symbol) const {
  return table.find(symbol);
}

bool Library::has_own_hash(const Export &exported) const {
  size_t own = size_t{exported.index} - first_hashed;
  if (own >= chain.size())
    return false;
  // Those with the same hash are in the same bucket.
  auto is_last = [&](size_t i) { return chain[i] & 1; };
  auto is_same = [&](size_t i) { return (chain[i] ^ chain[own]) >> 1 == 0; };
  for (size_t i = own; i > 0 && !is_last(i - 1); --i)
    if (is_same(i - 1))
      return false;
  for (size_t i = own; !is_last(i) && i + 1 < chain.size(); ++i)
    if (is_same(i + 1))
      return false;
  return true;
}

bool Library::exports_all(const std::vector<std::string> &symbols) const {
  return !symbols.empty() &&
         std::ranges::all_of(symbols, [this](const std::string &symbol) { return find(symbol); });
}

} // namespace weakrt::elf
