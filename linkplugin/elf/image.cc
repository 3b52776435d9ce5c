#include "linkplugin/elf/image.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

using namespace llvm::ELF;

namespace weakrt::elf {

static std::unexpected<Diagnostics> broken(const std::string &file, std::string what) {
  return fail({.message = std::move(what), .file = file});
}

Result<Image> Image::open(llvm::MutableArrayRef<uint8_t> bytes, std::string path) {
  Image image;
  image.bytes = bytes;
  image.file = std::move(path);
  for (auto pass : {&Image::read_headers, &Image::read_dynamic, &Image::read_symbols})
    if (auto done = (image.*pass)(); !done)
      return std::unexpected(done.error());
  return image;
}

static std::string_view machine_name(uint16_t machine) {
  switch (machine) {
  case EM_386:
    return "i386";
  case EM_ARM:
    return "arm";
  case EM_AARCH64:
    return "aarch64";
  case EM_RISCV:
    return "riscv";
  case EM_PPC64:
    return "ppc64";
  case EM_S390:
    return "s390x";
  default:
    return "another architecture";
  }
}

Result<void> Image::read_headers() {
  if (bytes.size() < EI_NIDENT || std::memcmp(bytes.data(), ElfMagic, 4) != 0)
    return broken(file, "not an ELF file");
  if (bytes[EI_CLASS] != ELFCLASS64)
    return broken(file, "a 32-bit ELF file; weakrt links for x86-64 so far");
  if (bytes[EI_DATA] != ELFDATA2LSB)
    return broken(file, "a big-endian ELF file; weakrt links for x86-64 so far");
  if (bytes.size() < sizeof(ELFT::Ehdr))
    return broken(file, "a truncated ELF file");
  if (header().e_machine != EM_X86_64)
    return broken(file, fmt::format("an ELF file for {}; weakrt links for x86-64 so far",
                                    machine_name(header().e_machine)));

  if (header().e_type == ET_REL)
    return broken(file, "an object file, not a linked one");

  uint64_t phoff = header().e_phoff;
  uint64_t phnum = header().e_phnum;
  if (header().e_phentsize != sizeof(ELFT::Phdr) || phoff > bytes.size() ||
      phnum > (bytes.size() - phoff) / sizeof(ELFT::Phdr))
    return broken(file, "a truncated ELF file: its program headers lie outside it");
  program_headers = {reinterpret_cast<ELFT::Phdr *>(bytes.data() + phoff), phnum};

  uint64_t shoff = header().e_shoff;
  uint64_t shnum = header().e_shnum;
  if (shoff != 0 && header().e_shentsize == sizeof(ELFT::Shdr) && shoff <= bytes.size() &&
      shnum <= (bytes.size() - shoff) / sizeof(ELFT::Shdr))
    section_headers = {reinterpret_cast<ELFT::Shdr *>(bytes.data() + shoff), shnum};
  return {};
}

Result<void> Image::read_dynamic() {
  for (ELFT::Phdr &segment : program_headers)
    if (segment.p_type == PT_DYNAMIC) {
      uint64_t count = segment.p_filesz / sizeof(ELFT::Dyn);
      auto *entries = at<ELFT::Dyn>(segment.p_vaddr, count);
      if (!entries || count == 0)
        return broken(file, "a truncated ELF file: its dynamic section lies outside it");
      dynamic_entries = {entries, count};
    }
  if (dynamic_entries.empty())
    return broken(file, "not a dynamic ELF file");
  return {};
}

Result<void> Image::read_symbols() {
  auto strings = dynamic_value(DT_STRTAB);
  auto strings_size = dynamic_value(DT_STRSZ);
  auto symbols = dynamic_value(DT_SYMTAB);
  if (!strings || !strings_size || !symbols)
    return broken(file, "a library without dynamic symbols");
  auto *text = at<char>(*strings, *strings_size);
  auto count = count_symbols();
  auto *table = count ? at<ELFT::Sym>(*symbols, *count) : nullptr;
  if (!text || !table)
    return broken(file, "a truncated ELF file: its dynamic symbols lie outside it");
  dynamic_strings = {text, *strings_size};
  dynamic_symbols = {table, *count};
  if (auto versym = dynamic_value(DT_VERSYM)) {
    auto *versions = at<ELFT::Versym>(*versym, *count);
    if (!versions)
      return broken(file, "a truncated ELF file: its symbol versions lie outside it");
    symbol_versions = {versions, *count};
  }
  return {};
}

// The loader never needs the number of dynamic symbols, so no entry says it. The
// section header does; without one DT_HASH's chain count or the end of .dynsym at
// the start of .dynstr, where every linker puts it.
std::optional<uint64_t> Image::count_symbols() const {
  for (const ELFT::Shdr &section : section_headers)
    if (section.sh_type == SHT_DYNSYM && section.sh_addr == *dynamic_value(DT_SYMTAB))
      return section.sh_size / sizeof(ELFT::Sym);
  if (auto hash = dynamic_value(DT_HASH))
    if (auto *words = at<ELFT::Word>(*hash, 2))
      return uint64_t(words[1]);
  uint64_t symbols = *dynamic_value(DT_SYMTAB);
  uint64_t strings = *dynamic_value(DT_STRTAB);
  if (strings > symbols)
    return (strings - symbols) / sizeof(ELFT::Sym);
  return std::nullopt;
}

uint8_t *Image::at_bytes(uint64_t address, uint64_t count, uint64_t size) const {
  for (const ELFT::Phdr &segment : program_headers) {
    if (segment.p_type != PT_LOAD || address < segment.p_vaddr)
      continue;
    uint64_t in_segment = address - segment.p_vaddr;
    uint64_t offset = segment.p_offset;
    uint64_t file_size = segment.p_filesz;
    if (in_segment > file_size || count > (file_size - in_segment) / size)
      continue;
    if (offset > bytes.size() || file_size > bytes.size() - offset)
      return nullptr;
    return bytes.data() + offset + in_segment;
  }
  return nullptr;
}

std::string_view Image::section_name(const ELFT::Shdr &section) const {
  uint64_t index = header().e_shstrndx;
  if (index >= section_headers.size())
    return "";
  const ELFT::Shdr &names = section_headers[index];
  uint64_t offset = names.sh_offset;
  uint64_t size = names.sh_size;
  if (offset > bytes.size() || size > bytes.size() - offset || section.sh_name >= size)
    return "";
  auto *text = reinterpret_cast<const char *>(bytes.data() + offset + section.sh_name);
  return {text, strnlen(text, size - section.sh_name)};
}

ELFT::Shdr *Image::find_section(std::string_view name) const {
  for (ELFT::Shdr &section : section_headers)
    if (section_name(section) == name)
      return &section;
  return nullptr;
}

ELFT::Dyn *Image::find_dynamic(int64_t tag) const {
  for (ELFT::Dyn &entry : dynamic_entries) {
    if (entry.d_tag == tag)
      return &entry;
    if (entry.d_tag == DT_NULL)
      break;
  }
  return nullptr;
}

std::optional<uint64_t> Image::dynamic_value(int64_t tag) const {
  if (ELFT::Dyn *entry = find_dynamic(tag))
    return uint64_t(entry->d_un.d_val);
  return std::nullopt;
}

std::string_view Image::string(uint64_t offset) const {
  if (offset >= dynamic_strings.size())
    return "";
  std::string_view rest = dynamic_strings.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

std::vector<std::string_view> Image::needed() const {
  std::vector<std::string_view> names;
  for (const ELFT::Dyn &entry : dynamic_entries) {
    if (entry.d_tag == DT_NULL)
      break;
    if (entry.d_tag == DT_NEEDED)
      names.push_back(string(entry.d_un.d_val));
  }
  return names;
}

Result<std::vector<NeededFile>> needed_versions(const Image &image) {
  std::vector<NeededFile> files;
  auto address = image.dynamic_value(DT_VERNEED);
  auto count = image.dynamic_value(DT_VERNEEDNUM);
  if (!address || !count)
    return files;
  for (uint64_t i = 0; i < *count; ++i) {
    auto *record = image.at<ELFT::Verneed>(*address);
    if (!record)
      return broken(image.path(), "a truncated ELF file: its version requirements lie outside it");
    NeededFile file{record, *address, image.string(record->vn_file), {}};
    uint64_t aux_address = *address + record->vn_aux;
    for (uint16_t j = 0; j < record->vn_cnt; ++j) {
      auto *aux = image.at<ELFT::Vernaux>(aux_address);
      if (!aux)
        return broken(image.path(), "a truncated ELF file: its version requirements lie outside it");
      file.versions.push_back(
          {static_cast<uint16_t>(aux->vna_other & VERSYM_VERSION), image.string(aux->vna_name)});
      if (aux->vna_next == 0)
        break;
      aux_address += aux->vna_next;
    }
    files.push_back(std::move(file));
    if (record->vn_next == 0)
      break;
    *address += record->vn_next;
  }
  return files;
}

} // namespace weakrt::elf
