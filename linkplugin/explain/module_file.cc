#include "linkplugin/explain/module_file.h"

#include "linkplugin/elf/build_id.h"
#include "linkplugin/explain/version_answer.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELFTypes.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

using namespace llvm::ELF;
/// What a process of x86-64 loads.
using ELFT = llvm::object::ELF64LE;

namespace fs = std::filesystem;

namespace weakrt::explain {

Result<ModuleFile> ModuleFile::read(const fs::path &file, std::string shown) {
  std::error_code error;
  fs::file_status status = fs::status(file, error);
  if (error)
    return fail({.message = error.message(), .file = std::move(shown)});
  // Opening a pipe would wait, a device may never end.
  if (!fs::is_regular_file(status))
    return fail({.message = fs::is_directory(status) ? "Is a directory" : "not an ELF file",
                 .file = std::move(shown)});
  // Volatile: read, not mapped; a mapped file that is cut off meanwhile is a SIGBUS.
  auto buffer = llvm::MemoryBuffer::getFile(file.string(), /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                            /*IsVolatile=*/true);
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = std::move(shown)});
  // The image is only read here.
  auto *data = reinterpret_cast<uint8_t *>(const_cast<char *>((*buffer)->getBufferStart()));
  auto image = elf::Image::open({data, (*buffer)->getBufferSize()}, shown);
  if (!image)
    return std::unexpected(image.error());
  if (image->machine().id != EM_X86_64)
    return fail({.message = fmt::format("an ELF file for {}; `weakrt explain` knows processes of x86-64 only",
                                        image->machine().name),
                 .file = std::move(shown),
                 .help = "`weakrt inspect` tells what a plugin for another machine borrows"});
  ModuleFile module(std::move(*image));
  module.shown = std::move(shown);
  module.bytes = std::move(*buffer);
  return module;
}

static std::unique_ptr<llvm::MemoryBuffer> read_head(const fs::path &file, uint64_t size) {
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    return nullptr;
  auto head = llvm::MemoryBuffer::getFileSlice(file.string(), size, 0, /*IsVolatile=*/true);
  // A slice that reaches behind the file's end is filled with zeros.
  return head && (*head)->getBufferSize() >= sizeof(ELFT::Ehdr) ? std::move(*head) : nullptr;
}

static bool is_elf(const llvm::MemoryBuffer &head) {
  return head.getBuffer().starts_with(llvm::StringRef(ElfMagic, 4));
}

static bool is_for_this_machine(const llvm::MemoryBuffer &head) {
  auto *header = reinterpret_cast<const ELFT::Ehdr *>(head.getBufferStart());
  return header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
         header->e_machine == EM_X86_64;
}

bool ModuleFile::is_for_another_machine(const fs::path &file) {
  auto head = read_head(file, sizeof(ELFT::Ehdr));
  return head && is_elf(*head) && !is_for_this_machine(*head);
}

bool ModuleFile::is_static(const fs::path &file) {
  auto head = read_head(file, 4096);
  if (!head || !is_elf(*head) || !is_for_this_machine(*head))
    return false;
  auto *header = reinterpret_cast<const ELFT::Ehdr *>(head->getBufferStart());
  uint64_t offset = header->e_phoff;
  uint64_t count = header->e_phnum;
  if (header->e_phentsize != sizeof(ELFT::Phdr) || offset % alignof(ELFT::Phdr) != 0 ||
      offset > head->getBufferSize() || count > (head->getBufferSize() - offset) / sizeof(ELFT::Phdr))
    return false;
  auto *segments = reinterpret_cast<const ELFT::Phdr *>(head->getBufferStart() + offset);
  bool interpreted = false;
  bool dynamic = false;
  for (uint64_t i = 0; i < count; ++i) {
    interpreted |= segments[i].p_type == PT_INTERP;
    dynamic |= segments[i].p_type == PT_DYNAMIC;
  }
  if (header->e_type == ET_EXEC)
    return count > 0 && !interpreted && !dynamic;
  if (header->e_type != ET_DYN || interpreted || !dynamic)
    return false;
  // A static program that may be placed anywhere looks like a library, but says what it is.
  auto module = read(file, file);
  return module && module->has_flag(DF_1_PIE);
}

bool ModuleFile::is_program() const {
  return std::ranges::any_of(contents.segments(),
                             [](const elf::Segment &segment) { return segment.type == PT_INTERP; });
}

static std::optional<std::string> dynamic_text(const elf::Image &image, int64_t tag) {
  if (auto value = image.dynamic_value(tag))
    return std::string(image.string(*value));
  return std::nullopt;
}

std::string ModuleFile::soname() const {
  return dynamic_text(contents, DT_SONAME).value_or("");
}
std::optional<std::string> ModuleFile::rpath() const {
  return dynamic_text(contents, DT_RPATH);
}
std::optional<std::string> ModuleFile::runpath() const {
  return dynamic_text(contents, DT_RUNPATH);
}
bool ModuleFile::has_flag(uint64_t flag) const {
  return contents.dynamic_value(DT_FLAGS_1).value_or(0) & flag;
}

std::vector<std::string> ModuleFile::needed() const {
  std::vector<std::string> names;
  for (std::string_view name : contents.needed())
    names.emplace_back(name);
  return names;
}

// The names of the versions that a file defines, by index.
static std::map<uint16_t, std::string> read_versions(const elf::Image &image) {
  std::map<uint16_t, std::string> names;
  for (const elf::DefinedVersion &version : image.defined_versions())
    names.emplace(version.index, version.name);
  return names;
}

/// Where a module's wanted symbols are, as link-time addresses.
using Addresses = std::map<std::string, uint64_t, std::less<>>;

static void read_exports(const elf::Image &image, const Wants &wants, Module &module, Addresses &addresses) {
  // The index of a file's first version; 1 and 0 stand for none.
  constexpr uint16_t first_version = 2;
  std::map<uint16_t, std::string> versions = read_versions(image);
  module.defines_versions = image.has_dynamic(DT_VERDEF) && !image.versions().empty();
  auto symbols = image.symbols();
  for (size_t i = 0; i < symbols.size(); ++i) {
    const elf::Symbol &symbol = symbols[i];
    bool undefined = symbol.section == SHN_UNDEF;
    if (symbol.binding == STB_LOCAL || (undefined && (symbol.value == 0 || symbol.type != STT_FUNC)))
      continue;
    auto name = wants.names.find(symbol.name);
    if (name == wants.names.end())
      continue;
    Definition definition;
    definition.canonical = undefined;
    definition.thread_local_data = symbol.type == STT_TLS;
    if (module.defines_versions) {
      uint16_t version = image.versions()[i] & VERSYM_VERSION;
      definition.hidden = image.versions()[i] & VERSYM_HIDDEN;
      definition.oldest = version <= first_version;
      if (auto found = versions.find(version); version > VER_NDX_GLOBAL && found != versions.end())
        definition.version = found->second;
    }
    module.exports.emplace(*name, std::move(definition));
    if (!undefined)
      addresses.emplace(*name, symbol.value);
  }
}

static void read_symbol_table(const elf::Image &image, const Wants &wants, Module &module,
                              Addresses &addresses) {
  for (const elf::Section &section : image.sections()) {
    if (section.type != SHT_SYMTAB)
      continue;
    for (const elf::Symbol &symbol : image.symbols_in(section)) {
      if (symbol.section == SHN_UNDEF || symbol.binding == STB_LOCAL)
        continue;
      auto name = wants.names.find(symbol.name);
      if (name == wants.names.end())
        continue;
      if (symbol.type == STT_TLS) {
        module.symbol_table_thread_locals.insert(*name);
        continue;
      }
      module.symbol_table.insert(*name);
      addresses.emplace(*name, symbol.value);
    }
  }
}

namespace {

/// The words and texts of a module, from its memory or else from its file.
class ElfData {
public:
  ElfData(const elf::Image &image, const ReadMemory &memory, uint64_t base)
      : image(image), memory(memory), base(base) {}

  std::optional<uint32_t> word(uint64_t address) const { return number<uint32_t>(address); }
  std::optional<uint8_t> byte(uint64_t address) const { return number<uint8_t>(address); }

  /// At most as much as a version needs.
  std::optional<std::string> text(uint64_t address) const {
    return memory ? text_in_memory(base + address) : text_in_file(address);
  }

  std::optional<std::string> text_behind(uint64_t address) const {
    uint64_t pointer = 0;
    if (memory && memory(base + address, &pointer, sizeof pointer))
      return pointer ? text_in_memory(pointer) : std::nullopt;
    auto target = memory ? std::nullopt : pointer_in_file(address);
    return target ? text_in_file(*target) : std::nullopt;
  }

private:
  static constexpr size_t longest = 256;

  template <class T> std::optional<T> number(uint64_t address) const {
    T number = 0;
    if (memory && memory(base + address, &number, sizeof number))
      return number;
    return image.read<T>(address);
  }

  std::optional<std::string> text_in_memory(uint64_t address) const {
    std::string text;
    char c = 0;
    while (text.size() < longest && memory(address + text.size(), &c, 1)) {
      if (c == 0)
        return text;
      text.push_back(c);
    }
    return text.size() == longest ? std::optional(text) : std::nullopt;
  }

  std::optional<std::string> text_in_file(uint64_t address) const {
    std::string text;
    while (text.size() < longest) {
      const uint8_t *c = image.at(address + text.size(), 1);
      if (!c)
        return std::nullopt;
      if (*c == 0)
        return text;
      text.push_back(static_cast<char>(*c));
    }
    return text;
  }

  // What the loader will write there, or what stands there already: with DT_RELR, or in a
  // program that is not moved.
  std::optional<uint64_t> pointer_in_file(uint64_t address) const {
    const elf::RelocationTypes &types = image.machine().types;
    for (const elf::Relocation &relocation : image.relocations()) {
      if (relocation.address != address)
        continue;
      auto addend = static_cast<uint64_t>(relocation.addend);
      if (relocation.type == types.relative)
        return addend;
      if (relocation.type != types.absolute || relocation.symbol >= image.symbols().size() ||
          image.symbols()[relocation.symbol].section == SHN_UNDEF)
        return std::nullopt;
      return image.symbols()[relocation.symbol].value + addend;
    }
    auto pointer = image.read_word(address);
    return pointer.value_or(0) ? pointer : std::nullopt;
  }

  const elf::Image &image;
  const ReadMemory &memory;
  uint64_t base;
};

} // namespace

Module ModuleFile::module(const Wants &wants, bool main_program, const ReadMemory &memory,
                          uint64_t base) const {
  Module module;
  module.path = shown;
  module.main_program = main_program;
  module.soname = soname();
  module.needed = needed();
  module.stays_loaded = has_flag(DF_1_NODELETE);
  module.has_build_id = !elf::build_id(contents).empty();
  Addresses addresses;
  read_exports(contents, wants, module, addresses);
  if (main_program)
    read_symbol_table(contents, wants, module, addresses);
  ElfData data(contents, memory, base);
  ask_versions(module, wants, data, addresses);
  return module;
}

} // namespace weakrt::explain
