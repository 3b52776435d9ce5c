#include "linkplugin/elf/image.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELF.h>
#include <llvm/Support/Endian.h>

#include <algorithm>
#include <cstring>

using namespace llvm::ELF;

namespace weakrt::elf {

template <class Visit> auto Image::as_kind(Visit visit) const {
  if (target->is_64)
    return target->is_big_endian ? visit(llvm::object::ELF64BE()) : visit(llvm::object::ELF64LE());
  return target->is_big_endian ? visit(llvm::object::ELF32BE()) : visit(llvm::object::ELF32LE());
}

std::unexpected<Diagnostics> Image::broken(std::string what) const {
  return fail({.message = std::move(what), .file = file});
}

Result<Image> Image::open(llvm::MutableArrayRef<uint8_t> bytes, std::string path) {
  Image image;
  image.bytes = bytes;
  image.file = std::move(path);
  if (bytes.size() < EI_NIDENT || std::memcmp(bytes.data(), ElfMagic, 4) != 0 ||
      (bytes[EI_CLASS] != ELFCLASS32 && bytes[EI_CLASS] != ELFCLASS64) ||
      (bytes[EI_DATA] != ELFDATA2LSB && bytes[EI_DATA] != ELFDATA2MSB))
    return image.broken("not an ELF file");
  constexpr size_t machine_at = 18; // the same in all four kinds
  bool is_64 = bytes[EI_CLASS] == ELFCLASS64;
  bool is_big_endian = bytes[EI_DATA] == ELFDATA2MSB;
  if (bytes.size() < machine_at + 2)
    return image.broken("a truncated ELF file");
  uint16_t id = llvm::support::endian::read16(&bytes[machine_at], is_big_endian ? llvm::endianness::big
                                                                                : llvm::endianness::little);
  image.target = find_machine(id, is_64, is_big_endian);
  if (!image.target)
    return fail(unknown_machine(std::move(image.file), id, is_64, is_big_endian));
  auto done = image.as_kind([&]<class ELFT>(ELFT) { return image.read_all<ELFT>(); });
  if (!done)
    return std::unexpected(done.error());
  return image;
}

template <class ELFT> Result<void> Image::read_all() {
  for (auto pass : {&Image::read_headers<ELFT>, &Image::read_dynamic<ELFT>, &Image::read_symbols<ELFT>})
    if (auto done = (this->*pass)(); !done)
      return done;
  return {};
}

template <class T> const T *Image::elements(uint64_t address, uint64_t count) const {
  if (count > bytes.size() / sizeof(T))
    return nullptr;
  return reinterpret_cast<const T *>(at(address, count * sizeof(T)));
}

template <class T> T *Image::change_element(uint64_t address) {
  return reinterpret_cast<T *>(change(address, sizeof(T)));
}

static constexpr uint64_t page_size = 4096;

uint8_t *Image::change_bytes(uint64_t offset, uint64_t size) {
  if (changed_pages.empty())
    changed_pages.resize(bytes.size() / page_size + 1);
  for (uint64_t page = offset / page_size; page * page_size < offset + size; ++page)
    changed_pages[page] = true;
  return bytes.data() + offset;
}

std::vector<ByteRange> Image::changes() const {
  std::vector<ByteRange> ranges;
  for (uint64_t page = 0; page < changed_pages.size(); ++page) {
    if (!changed_pages[page])
      continue;
    uint64_t offset = page * page_size;
    uint64_t size = std::min(page_size, bytes.size() - offset);
    if (!ranges.empty() && ranges.back().offset + ranges.back().size == offset)
      ranges.back().size += size;
    else
      ranges.push_back({offset, size});
  }
  return ranges;
}

std::string_view Image::text_in(std::string_view texts, uint64_t offset) const {
  if (offset >= texts.size())
    return "";
  std::string_view rest = texts.substr(offset);
  return rest.substr(0, rest.find('\0'));
}

template <class ELFT> Result<void> Image::read_headers() {
  if (bytes.size() < sizeof(typename ELFT::Ehdr))
    return broken("a truncated ELF file");
  auto &header = *reinterpret_cast<typename ELFT::Ehdr *>(bytes.data());
  file_type = header.e_type;
  if (file_type == ET_REL)
    return broken("an object file, not a linked one");

  using Phdr = typename ELFT::Phdr;
  uint64_t phoff = header.e_phoff;
  uint64_t phnum = header.e_phnum;
  if (header.e_phentsize != sizeof(Phdr) || phoff > bytes.size() ||
      phnum > (bytes.size() - phoff) / sizeof(Phdr))
    return broken("a truncated ELF file: its program headers lie outside it");
  auto *segments = reinterpret_cast<Phdr *>(bytes.data() + phoff);
  for (const Phdr &segment : std::span(segments, phnum))
    program_headers.push_back({segment.p_type, segment.p_flags, segment.p_offset, segment.p_vaddr,
                               segment.p_filesz, segment.p_memsz, segment.p_align});

  using Shdr = typename ELFT::Shdr;
  uint64_t shnum = header.e_shnum;
  section_table = header.e_shoff;
  if (section_table == 0 || header.e_shentsize != sizeof(Shdr) || section_table > bytes.size() ||
      shnum > (bytes.size() - section_table) / sizeof(Shdr))
    return {};
  std::span sections(reinterpret_cast<Shdr *>(bytes.data() + section_table), shnum);
  std::string_view names;
  if (header.e_shstrndx < shnum) {
    const Shdr &texts = sections[header.e_shstrndx];
    if (texts.sh_offset <= bytes.size() && texts.sh_size <= bytes.size() - texts.sh_offset)
      names = {reinterpret_cast<char *>(bytes.data()) + texts.sh_offset, texts.sh_size};
  }
  for (const Shdr &section : sections)
    section_headers.push_back({text_in(names, section.sh_name), section.sh_type, section.sh_link,
                               section.sh_info, section.sh_addr, section.sh_offset, section.sh_size});
  return {};
}

template <class ELFT> Result<void> Image::read_dynamic() {
  using Dyn = typename ELFT::Dyn;
  for (const Segment &segment : program_headers)
    if (segment.type == PT_DYNAMIC) {
      uint64_t count = segment.file_size / sizeof(Dyn);
      auto *entries = elements<Dyn>(segment.address, count);
      if (!entries || count == 0)
        return broken("a truncated ELF file: its dynamic section lies outside it");
      dynamic_address = segment.address;
      dynamic_entries.clear();
      for (const Dyn &entry : std::span(entries, count))
        dynamic_entries.push_back({entry.getTag(), entry.getVal()});
    }
  if (dynamic_entries.empty())
    return broken("not a dynamic ELF file");
  return {};
}

template <class ELFT> Symbol Image::decode(const typename ELFT::Sym &symbol, std::string_view names) const {
  return {text_in(names, symbol.st_name),
          symbol.getBinding(),
          symbol.getType(),
          symbol.st_other,
          symbol.st_shndx,
          symbol.st_value,
          symbol.st_size};
}

template <class ELFT> Result<void> Image::read_symbols() {
  auto strings = dynamic_value(DT_STRTAB);
  auto strings_size = dynamic_value(DT_STRSZ);
  auto symbols = dynamic_value(DT_SYMTAB);
  if (!strings || !strings_size || !symbols)
    return broken("a library without dynamic symbols");
  auto *text = elements<char>(*strings, *strings_size);
  auto count = count_symbols<ELFT>();
  auto *table = count ? elements<typename ELFT::Sym>(*symbols, *count) : nullptr;
  if (!text || !table)
    return broken("a truncated ELF file: its dynamic symbols lie outside it");
  dynamic_strings = {text, *strings_size};
  dynamic_symbols.reserve(*count);
  for (const auto &symbol : std::span(table, *count))
    dynamic_symbols.push_back(decode<ELFT>(symbol, dynamic_strings));
  if (auto versym = dynamic_value(DT_VERSYM)) {
    auto *versions = elements<typename ELFT::Versym>(*versym, *count);
    if (!versions)
      return broken("a truncated ELF file: its symbol versions lie outside it");
    for (const auto &version : std::span(versions, *count))
      symbol_versions.push_back(version.vs_index);
  }
  return {};
}

// The loader never needs the number of dynamic symbols, so no entry says it. The
// section header does; without one DT_HASH's chain count or the end of .dynsym at
// the start of .dynstr, where every linker puts it.
template <class ELFT> std::optional<uint64_t> Image::count_symbols() const {
  uint64_t symbols = *dynamic_value(DT_SYMTAB);
  uint64_t strings = *dynamic_value(DT_STRTAB);
  for (const Section &section : section_headers)
    if (section.type == SHT_DYNSYM && section.address == symbols)
      return section.size / sizeof(typename ELFT::Sym);
  if (auto hash = dynamic_value(DT_HASH))
    // Of words of 64 bits on s390x alone (its ABI supplement, "Hash Table").
    return target->id == EM_S390 ? read<uint64_t>(*hash + 8)
                                 : std::optional<uint64_t>(read<uint32_t>(*hash + 4));
  if (strings > symbols)
    return (strings - symbols) / sizeof(typename ELFT::Sym);
  return std::nullopt;
}

const uint8_t *Image::at(uint64_t address, uint64_t size) const {
  for (const Segment &segment : program_headers) {
    if (segment.type != PT_LOAD || address < segment.address)
      continue;
    uint64_t in_segment = address - segment.address;
    if (in_segment > segment.file_size || size > segment.file_size - in_segment)
      continue;
    if (segment.offset > bytes.size() || segment.file_size > bytes.size() - segment.offset)
      continue; // so that a part of what is there is there, too, where segments overlap
    return bytes.data() + segment.offset + in_segment;
  }
  return nullptr;
}

uint8_t *Image::change(uint64_t address, uint64_t size) {
  const uint8_t *place = at(address, size);
  return place ? change_bytes(static_cast<uint64_t>(place - bytes.data()), size) : nullptr;
}

template <class T> std::optional<T> Image::read(uint64_t address) const {
  const uint8_t *place = at(address, sizeof(T));
  if (!place)
    return std::nullopt;
  return llvm::support::endian::read<T>(place, target->is_big_endian ? llvm::endianness::big
                                                                     : llvm::endianness::little);
}

template <class T> bool Image::write(uint64_t address, T value) {
  uint8_t *place = change(address, sizeof(T));
  if (place)
    llvm::support::endian::write<T>(place, value,
                                    target->is_big_endian ? llvm::endianness::big : llvm::endianness::little);
  return place != nullptr;
}

template std::optional<uint8_t> Image::read(uint64_t) const;
template std::optional<uint16_t> Image::read(uint64_t) const;
template std::optional<uint32_t> Image::read(uint64_t) const;
template std::optional<uint64_t> Image::read(uint64_t) const;
template bool Image::write(uint64_t, uint16_t);
template bool Image::write(uint64_t, uint32_t);
template bool Image::write(uint64_t, uint64_t);

std::optional<uint64_t> Image::read_word(uint64_t address) const {
  if (target->is_64)
    return read<uint64_t>(address);
  return read<uint32_t>(address);
}

bool Image::write_word(uint64_t address, uint64_t value) {
  return target->is_64 ? write(address, value) : write(address, static_cast<uint32_t>(value));
}

// DF_1_PIE says it of a file of type ET_DYN; linkers that do not set it make DT_DEBUG for programs alone.
bool Image::is_executable() const {
  bool has_loader =
      std::ranges::find(program_headers, uint32_t{PT_INTERP}, &Segment::type) != program_headers.end();
  return file_type == ET_EXEC || dynamic_value(DT_FLAGS_1).value_or(0) & DF_1_PIE ||
         (has_loader && has_dynamic(DT_DEBUG));
}

const Section *Image::find_section(std::string_view name) const {
  auto found = std::ranges::find(section_headers, name, &Section::name);
  return found == section_headers.end() ? nullptr : &*found;
}

std::vector<Symbol> Image::symbols_in(const Section &section) const {
  std::vector<Symbol> all;
  auto inside = [this](const Section &part) {
    return part.offset <= bytes.size() && part.size <= bytes.size() - part.offset;
  };
  if (section.link >= section_headers.size() || !inside(section) || !inside(section_headers[section.link]))
    return all;
  const Section &texts = section_headers[section.link];
  std::string_view names(reinterpret_cast<char *>(bytes.data()) + texts.offset, texts.size);
  as_kind([&]<class ELFT>(ELFT) {
    using Sym = typename ELFT::Sym;
    auto *table = reinterpret_cast<Sym *>(bytes.data() + section.offset);
    for (const Sym &symbol : std::span(table, section.size / sizeof(Sym)))
      all.push_back(decode<ELFT>(symbol, names));
  });
  return all;
}

void Image::set_section_info(const Section &section, uint32_t info) {
  auto index = static_cast<size_t>(&section - section_headers.data());
  section_headers[index].info = info;
  as_kind([&]<class ELFT>(ELFT) {
    using Shdr = typename ELFT::Shdr;
    uint8_t *place = change_bytes(section_table + index * sizeof(Shdr), sizeof(Shdr));
    reinterpret_cast<Shdr *>(place)->sh_info = info;
  });
}

std::optional<uint64_t> Image::dynamic_value(int64_t tag) const {
  for (const Dynamic &entry : dynamic_entries) {
    if (entry.tag == tag)
      return entry.value;
    if (entry.tag == DT_NULL)
      break;
  }
  return std::nullopt;
}

void Image::set_dynamic(std::vector<Dynamic> entries) {
  entries.resize(dynamic_entries.size());
  dynamic_entries = std::move(entries);
  as_kind([&]<class ELFT>(ELFT) {
    using Dyn = typename ELFT::Dyn;
    auto *place = reinterpret_cast<Dyn *>(change(dynamic_address, dynamic_entries.size() * sizeof(Dyn)));
    for (const Dynamic &entry : dynamic_entries) {
      place->d_tag = static_cast<typename ELFT::uint>(entry.tag);
      place++->d_un.d_val = static_cast<typename ELFT::uint>(entry.value);
    }
  });
}

void Image::set_symbol_binding(uint32_t index, uint8_t binding) {
  dynamic_symbols[index].binding = binding;
  as_kind([&]<class ELFT>(ELFT) {
    using Sym = typename ELFT::Sym;
    auto *symbol = change_element<Sym>(*dynamic_value(DT_SYMTAB) + index * sizeof(Sym));
    symbol->setBindingAndType(binding, symbol->getType());
  });
}

std::string_view Image::string(uint64_t offset) const {
  return text_in(dynamic_strings, offset);
}

void Image::set_version(uint32_t index, uint16_t version) {
  symbol_versions[index] = version;
  write<uint16_t>(*dynamic_value(DT_VERSYM) + uint64_t{2} * index, version);
}

std::vector<std::string_view> Image::needed() const {
  std::vector<std::string_view> names;
  for (const Dynamic &entry : dynamic_entries) {
    if (entry.tag == DT_NULL)
      break;
    if (entry.tag == DT_NEEDED)
      names.push_back(string(entry.value));
  }
  return names;
}

// Version tables are made of halves and words, so only the byte order differs.
namespace {
namespace verneed {
constexpr uint64_t size = 16, count = 2, file = 4, aux = 8, next = 12;
}
namespace vernaux {
constexpr uint64_t size = 16, other = 6, name = 8, next = 12;
}
namespace verdef {
constexpr uint64_t size = 20, flags = 2, index = 4, hash = 8, aux = 12, next = 16;
}
} // namespace

Result<std::vector<NeededFile>> Image::needed_versions() const {
  auto outside = [this] { return broken("a truncated ELF file: its version requirements lie outside it"); };
  std::vector<NeededFile> files;
  uint64_t address = dynamic_value(DT_VERNEED).value_or(0);
  uint64_t left = address ? dynamic_value(DT_VERNEEDNUM).value_or(0) : 0;
  for (; left > 0; --left) {
    if (!at(address, verneed::size))
      return outside();
    NeededFile needed{string(*read<uint32_t>(address + verneed::file)), {}};
    uint64_t aux = address + *read<uint32_t>(address + verneed::aux);
    for (uint16_t j = *read<uint16_t>(address + verneed::count); j > 0; --j) {
      if (!at(aux, vernaux::size))
        return outside();
      needed.versions.push_back(
          {static_cast<uint16_t>(*read<uint16_t>(aux + vernaux::other) & VERSYM_VERSION),
           string(*read<uint32_t>(aux + vernaux::name))});
      uint32_t next = *read<uint32_t>(aux + vernaux::next);
      if (next == 0)
        break;
      aux += next;
    }
    files.push_back(std::move(needed));
    uint32_t next = *read<uint32_t>(address + verneed::next);
    if (next == 0)
      break;
    address += next;
  }
  return files;
}

// A record is unlinked from the chain; the first one, to which DT_VERNEED and the
// section header point, is overwritten with its successor.
void Image::remove_needed_version(size_t index) {
  uint64_t address = *dynamic_value(DT_VERNEED);
  auto next_of = [this](uint64_t record) { return *read<uint32_t>(record + verneed::next); };
  uint64_t previous = 0;
  for (size_t i = 0; i < index; ++i) {
    previous = address;
    address += next_of(address);
  }
  // The chain may claim to go on where DT_VERNEEDNUM ends it.
  bool is_last = index + 1 >= dynamic_value(DT_VERNEEDNUM);
  uint32_t distance = is_last ? 0 : next_of(address);
  if (previous)
    write(previous + verneed::next, distance ? next_of(previous) + distance : 0);
  else if (distance) {
    uint64_t successor = address + distance;
    uint32_t next = next_of(successor);
    std::memmove(change(address, verneed::size), at(successor, verneed::size), verneed::size);
    write(address + verneed::aux, *read<uint32_t>(address + verneed::aux) + distance);
    write(address + verneed::next, next ? next + distance : 0);
  }
  std::vector<Dynamic> entries(dynamic_entries);
  for (Dynamic &entry : entries)
    if (entry.tag == DT_VERNEEDNUM) {
      --entry.value;
      for (const Section &section : section_headers)
        if (section.type == SHT_GNU_verneed)
          set_section_info(section, static_cast<uint32_t>(entry.value));
    }
  set_dynamic(std::move(entries));
}

std::vector<DefinedVersion> Image::defined_versions() const {
  std::vector<DefinedVersion> versions;
  uint64_t address = dynamic_value(DT_VERDEF).value_or(0);
  uint64_t left = address ? dynamic_value(DT_VERDEFNUM).value_or(0) : 0;
  for (; left > 0 && at(address, verdef::size); --left) {
    uint64_t aux = address + *read<uint32_t>(address + verdef::aux);
    auto name = read<uint32_t>(aux);
    if (!name)
      break;
    versions.push_back({static_cast<uint16_t>(*read<uint16_t>(address + verdef::index) & VERSYM_VERSION),
                        (*read<uint16_t>(address + verdef::flags) & VER_FLG_BASE) != 0, string(*name)});
    uint32_t next = *read<uint32_t>(address + verdef::next);
    if (next == 0)
      break;
    address += next;
  }
  return versions;
}

void Image::rename_first_version(std::string_view name) {
  uint64_t address = *dynamic_value(DT_VERDEF);
  uint64_t text =
      *dynamic_value(DT_STRTAB) + *read<uint32_t>(address + *read<uint32_t>(address + verdef::aux));
  size_t old_size = string(text - *dynamic_value(DT_STRTAB)).size();
  if (auto *place = change(text, old_size)) {
    std::memset(place, 0, old_size);
    std::memcpy(place, name.data(), name.size());
    write(address + verdef::hash, llvm::object::hashSysV(name));
  }
}

uint64_t Image::relocation_size() const {
  return as_kind([this]<class ELFT>(ELFT) -> uint64_t {
    return target->has_addends ? sizeof(typename ELFT::Rela) : sizeof(typename ELFT::Rel);
  });
}

Result<std::vector<Relocation>> Image::relocations(int64_t table, int64_t size) const {
  std::vector<Relocation> all;
  auto address = dynamic_value(table);
  auto byte_count = dynamic_value(size);
  if (!address || !byte_count)
    return all;
  bool inside = as_kind([&]<class ELFT>(ELFT) {
    auto read_table = [&]<class Rel>(const Rel *first, uint64_t count) {
      for (uint64_t i = 0; first && i < count; ++i) {
        Relocation relocation{*address + i * sizeof(Rel), first[i].r_offset, first[i].getType(false),
                              first[i].getSymbol(false), 0};
        if constexpr (requires { first->r_addend; })
          relocation.addend = first[i].r_addend;
        else if (auto word = read_word(relocation.address))
          relocation.addend = static_cast<int32_t>(*word);
        all.push_back(relocation);
      }
      return first != nullptr;
    };
    using Rela = typename ELFT::Rela;
    using Rel = typename ELFT::Rel;
    uint64_t count = *byte_count / (target->has_addends ? sizeof(Rela) : sizeof(Rel));
    return target->has_addends ? read_table(elements<Rela>(*address, count), count)
                               : read_table(elements<Rel>(*address, count), count);
  });
  if (!inside)
    return broken("a truncated ELF file: its relocations lie outside it");
  return all;
}

std::vector<Relocation> Image::relocations() const {
  auto all = target->has_addends ? relocations(DT_RELA, DT_RELASZ) : relocations(DT_REL, DT_RELSZ);
  return std::move(all).value_or(std::vector<Relocation>());
}

Result<std::vector<Relocation>> Image::all_relocations() const {
  auto all = target->has_addends ? relocations(DT_RELA, DT_RELASZ) : relocations(DT_REL, DT_RELSZ);
  auto of_plt = relocations(DT_JMPREL, DT_PLTRELSZ);
  if (!all || !of_plt)
    return all ? of_plt : all;
  bool included = !all->empty() && !of_plt->empty() && of_plt->front().place >= all->front().place &&
                  of_plt->back().place <= all->back().place;
  if (!included)
    all->insert(all->end(), of_plt->begin(), of_plt->end());
  return all;
}

void Image::set_relocation(const Relocation &relocation) {
  as_kind([&]<class ELFT>(ELFT) {
    if (target->has_addends) {
      auto &place = *change_element<typename ELFT::Rela>(relocation.place);
      place.setSymbolAndType(relocation.symbol, relocation.type, false);
      place.r_addend = static_cast<typename ELFT::uint>(relocation.addend);
    } else {
      change_element<typename ELFT::Rel>(relocation.place)
          ->setSymbolAndType(relocation.symbol, relocation.type, false);
      write_word(relocation.address, static_cast<uint64_t>(relocation.addend));
    }
  });
}

} // namespace weakrt::elf
