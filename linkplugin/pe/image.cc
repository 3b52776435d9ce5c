#include "linkplugin/pe/image.h"

#include "stub/include/weakrt/record.h"

#include <llvm/Support/Endian.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace weakrt::pe {

namespace little = llvm::support;

// Offsets of the headers' fields. "COFF File Header", behind the signature "PE\0\0":
namespace file_header {
constexpr uint64_t machine = 4, section_count = 6, optional_size = 20, characteristics = 22, optional = 24;
}
// "Optional Header", from its first byte. PE32 and PE32+ differ in the size of four words.
namespace optional_header {
constexpr uint64_t magic = 0, entry = 16, base_32 = 28, base_64 = 24, headers_size = 60, checksum = 64;
constexpr uint64_t directory_count_32 = 92, directory_count_64 = 108;
constexpr uint16_t magic_32 = 0x10b, magic_64 = 0x20b;
} // namespace optional_header
namespace section_header {
constexpr uint64_t size = 8, address = 12, file_size = 16, offset = 20, flags = 36, whole = 40;
}
namespace descriptor {
constexpr uint32_t names = 0, library = 12, slots = 16, whole = 20;
}
namespace delay_descriptor {
constexpr uint32_t attributes = 0, library = 4, slots = 12, names = 16, whole = 32;
}
namespace export_table {
constexpr uint32_t ordinal_base = 16, function_count = 20, name_count = 24, functions = 28, names = 32,
                   ordinals = 36;
}

std::unexpected<Diagnostics> Image::malformed(std::string what) const {
  return fail({.message = std::move(what), .file = file});
}

template <class T> std::optional<T> Image::header(uint64_t offset) const {
  if (offset > bytes.size() || sizeof(T) > bytes.size() - offset)
    return std::nullopt;
  return little::endian::read<T, llvm::endianness::little>(bytes.data() + offset);
}

template <class T> void Image::put_header(uint64_t offset, T value) {
  little::endian::write<T, llvm::endianness::little>(bytes.data() + offset, value);
}

Result<Image> Image::open(llvm::MutableArrayRef<uint8_t> bytes, std::string path) {
  Image image(bytes, std::move(path));
  if (auto read = image.read_headers(); !read)
    return std::unexpected(read.error());
  return image;
}

Result<void> Image::read_headers() {
  constexpr uint64_t place_of_headers = 0x3c;
  auto magic = header<uint16_t>(0);
  auto start = header<uint32_t>(place_of_headers);
  if (!magic || *magic != 0x5a4d || !start || header<uint32_t>(*start).value_or(0) != 0x4550)
    return malformed("this is no PE file");
  machine_id = header<uint16_t>(*start + file_header::machine).value_or(0);
  characteristics = header<uint16_t>(*start + file_header::characteristics).value_or(0);
  auto section_count = header<uint16_t>(*start + file_header::section_count);
  auto optional_size = header<uint16_t>(*start + file_header::optional_size);
  uint64_t optional = *start + file_header::optional;
  auto optional_magic = header<uint16_t>(optional + optional_header::magic);
  if (!section_count || !optional_size || !optional_magic)
    return malformed("malformed: the headers do not lie inside the file");
  is_plus = *optional_magic == optional_header::magic_64;
  if (!is_plus && *optional_magic != optional_header::magic_32)
    return malformed("this is a PE object file, not a library or a program");
  uint64_t count_at =
      optional + (is_plus ? optional_header::directory_count_64 : optional_header::directory_count_32);
  directories_offset = static_cast<uint32_t>(count_at + 4);
  entry_offset = static_cast<uint32_t>(optional + optional_header::entry);
  checksum_offset = static_cast<uint32_t>(optional + optional_header::checksum);
  directory_count = header<uint32_t>(count_at).value_or(0);
  headers_size = header<uint32_t>(optional + optional_header::headers_size).value_or(0);
  uint64_t sections = optional + *optional_size;
  uint64_t end = sections + *section_count * section_header::whole;
  if (directory_count > 16 || directories_offset + uint64_t{8} * directory_count > sections ||
      end > bytes.size())
    return malformed("malformed: the headers do not lie inside the file");
  for (uint64_t at = sections; at < end; at += section_header::whole) {
    const char *name = reinterpret_cast<const char *>(bytes.data() + at);
    section_table.push_back({.name = std::string(name, strnlen(name, 8)),
                             .address = *header<uint32_t>(at + section_header::address),
                             .size = *header<uint32_t>(at + section_header::size),
                             .offset = *header<uint32_t>(at + section_header::offset),
                             .file_size = *header<uint32_t>(at + section_header::file_size),
                             .is_code = (*header<uint32_t>(at + section_header::flags) &
                                         llvm::COFF::IMAGE_SCN_MEM_EXECUTE) != 0});
  }
  return {};
}

uint32_t Image::entry() const {
  return *header<uint32_t>(entry_offset);
}

void Image::set_entry(uint32_t address) {
  put_header(entry_offset, address);
}

bool Image::is_library() const {
  return characteristics & llvm::COFF::IMAGE_FILE_DLL;
}

const Section *Image::find_section(std::string_view name) const {
  auto found = std::ranges::find(section_table, name, &Section::name);
  return found == section_table.end() ? nullptr : &*found;
}

// The headers are in memory, too, at 0.
template <class Accept> uint8_t *Image::find_place(uint32_t address, Accept accept) const {
  auto inside = [&](uint32_t start, uint64_t offset, uint64_t length) -> uint8_t * {
    uint64_t distance = uint64_t{address} - start;
    if (address < start || distance > length || offset > bytes.size() || length > bytes.size() - offset)
      return nullptr;
    llvm::ArrayRef<uint8_t> rest = bytes.slice(offset + distance, length - distance);
    return accept(rest) ? const_cast<uint8_t *>(rest.data()) : nullptr;
  };
  for (const Section &section : section_table)
    if (uint8_t *place = inside(section.address, section.offset, section.file_size))
      return place;
  return inside(0, 0, headers_size);
}

uint8_t *Image::at(uint32_t address, uint64_t size) const {
  return find_place(address, [size](llvm::ArrayRef<uint8_t> rest) { return size <= rest.size(); });
}

template <class T> std::optional<T> Image::read(uint32_t address) const {
  uint8_t *place = at(address, sizeof(T));
  if (!place)
    return std::nullopt;
  return little::endian::read<T, llvm::endianness::little>(place);
}

template <class T> bool Image::write(uint32_t address, T value) const {
  uint8_t *place = at(address, sizeof(T));
  if (place)
    little::endian::write<T, llvm::endianness::little>(place, value);
  return place != nullptr;
}

template std::optional<uint8_t> Image::read(uint32_t) const;
template std::optional<uint16_t> Image::read(uint32_t) const;
template std::optional<uint32_t> Image::read(uint32_t) const;
template std::optional<uint64_t> Image::read(uint32_t) const;
template bool Image::write(uint32_t, uint32_t) const;
template bool Image::write(uint32_t, uint64_t) const;

std::optional<uint64_t> Image::read_word(uint32_t address) const {
  if (is_plus)
    return read<uint64_t>(address);
  return read<uint32_t>(address);
}

bool Image::write_word(uint32_t address, uint64_t value) const {
  return is_plus ? write(address, value) : write(address, static_cast<uint32_t>(value));
}

std::optional<std::string_view> Image::text(uint32_t address) const {
  size_t length = 0;
  const uint8_t *place = find_place(address, [&length](llvm::ArrayRef<uint8_t> rest) {
    length = static_cast<size_t>(std::ranges::find(rest, 0) - rest.begin());
    return length < rest.size();
  });
  if (!place)
    return std::nullopt;
  return std::string_view(reinterpret_cast<const char *>(place), length);
}

uint64_t Image::base() const {
  uint64_t optional = entry_offset - optional_header::entry;
  return is_plus ? header<uint64_t>(optional + optional_header::base_64).value_or(0)
                 : header<uint32_t>(optional + optional_header::base_32).value_or(0);
}

Image::Directory Image::directory(uint32_t index) const {
  if (index >= directory_count)
    return {};
  return {*header<uint32_t>(directories_offset + 8 * index),
          *header<uint32_t>(directories_offset + 8 * index + 4)};
}

void Image::set_directory(uint32_t index, Directory directory) {
  if (index >= directory_count)
    return;
  put_header(directories_offset + 8 * index, directory.address);
  put_header(directories_offset + 8 * index + 4, directory.size);
}

// Of tables and texts that do not overlap there are no more bytes than the file has; of those that do, many
// times as many.
class Image::Allowance {
public:
  explicit Allowance(const Image &image) : left(image.bytes.size()) {}

  /// False where that is too much.
  bool take(uint64_t size) {
    bool is_enough = size <= left;
    left = is_enough ? left - size : 0;
    return is_enough;
  }

private:
  uint64_t left;
};

// "Import Lookup Table": the highest bit says that the rest is an ordinal.
std::optional<ImportedSymbol> Image::read_symbol(uint64_t entry, uint32_t slot) const {
  const uint64_t ordinal_flag = is_plus ? uint64_t{1} << 63 : uint64_t{1} << 31;
  if (entry & ordinal_flag) {
    uint32_t ordinal = entry & 0xffff;
    return ImportedSymbol{
        .name = fmt::format("#{}", ordinal), .name_address = record::by_ordinal | ordinal, .slot = slot};
  }
  auto name = entry >> 31 ? std::nullopt : text(static_cast<uint32_t>(entry) + 2);
  if (!name)
    return std::nullopt;
  return ImportedSymbol{
      .name = std::string(*name), .name_address = static_cast<uint32_t>(entry), .slot = slot};
}

// Words, of which the last is 0.
Result<std::vector<ImportedSymbol>> Image::read_symbols(uint32_t names, uint32_t slots,
                                                        Allowance &allowance) const {
  std::vector<ImportedSymbol> symbols;
  for (uint32_t i = 0;; ++i) {
    auto entry = read_word(names + i * word_size());
    if (!entry)
      return malformed("malformed: an import lookup table does not lie inside the file");
    if (!*entry)
      return symbols;
    auto symbol = read_symbol(*entry, slots + i * word_size());
    if (!symbol)
      return malformed("malformed: the name of an import does not lie inside the file");
    if (!at(symbol->slot, word_size()))
      return malformed("malformed: an import address table does not lie inside the file");
    if (!allowance.take(word_size() + symbol->name.size()))
      return malformed("malformed: the import tables overlap");
    symbols.push_back(std::move(*symbol));
  }
}

// Who fills the slots of one table must not fill another's.
static bool overlap(const std::vector<ImportDescriptor> &imports, uint32_t word_size) {
  std::vector<std::pair<uint32_t, uint32_t>> tables;
  for (const ImportDescriptor &one : imports)
    if (!one.symbols.empty())
      tables.emplace_back(one.symbols.front().slot, one.symbols.back().slot + word_size);
  std::ranges::sort(tables);
  return std::ranges::adjacent_find(tables, [](const auto &left, const auto &right) {
           return left.second > right.first;
         }) != tables.end();
}

Result<std::vector<ImportDescriptor>> Image::imports() const {
  std::vector<ImportDescriptor> found;
  uint32_t place = directory(llvm::COFF::IMPORT_TABLE).address;
  if (!place)
    return found;
  Allowance allowance(*this);
  for (;; place += descriptor::whole) {
    if (!at(place, descriptor::whole))
      return malformed("malformed: the import directory does not lie inside the file");
    uint32_t library = *read<uint32_t>(place + descriptor::library);
    uint32_t slots = *read<uint32_t>(place + descriptor::slots);
    if (!library || !slots) {
      if (overlap(found, word_size()))
        return malformed("malformed: the import tables overlap");
      return found;
    }
    auto name = text(library);
    if (!name)
      return malformed("malformed: the name of an imported library does not lie inside the file");
    uint32_t names = *read<uint32_t>(place + descriptor::names);
    if (!allowance.take(descriptor::whole + name->size()))
      return malformed("malformed: the import tables overlap");
    auto symbols = read_symbols(names ? names : slots, slots, allowance);
    if (!symbols)
      return std::unexpected(symbols.error());
    found.push_back({.place = place,
                     .library = std::string(*name),
                     .has_names = names != 0,
                     .symbols = std::move(*symbols)});
  }
}

std::vector<ImportedSymbol> Image::unreached_slots(const std::vector<ImportDescriptor> &imports) const {
  std::set<uint32_t> reached;
  for (const ImportDescriptor &one : imports)
    for (const ImportedSymbol &symbol : one.symbols)
      reached.insert(symbol.slot);
  std::vector<ImportedSymbol> found;
  Directory table = directory(llvm::COFF::IAT);
  for (uint32_t done = 0; done + word_size() <= table.size; done += word_size()) {
    auto entry = read_word(table.address + done);
    if (!entry)
      break;
    if (!*entry || reached.contains(table.address + done))
      continue;
    if (auto symbol = read_symbol(*entry, table.address + done))
      found.push_back(std::move(*symbol));
  }
  return found;
}

// The table ends with an entry of zeros. Its size, which linkers write in several ways, stays: the loader
// looks for the end.
Result<void> Image::set_imports(const std::vector<ImportDescriptor> &left) {
  uint32_t place = directory(llvm::COFF::IMPORT_TABLE).address;
  std::string kept;
  for (const ImportDescriptor &entry : left)
    kept.append(reinterpret_cast<const char *>(at(entry.place, descriptor::whole)), descriptor::whole);
  auto all = imports();
  if (!all)
    return std::unexpected(all.error());
  kept.resize(all->size() * descriptor::whole);
  if (!kept.empty())
    std::ranges::copy(kept, at(place, kept.size()));
  return {};
}

Result<std::vector<ImportDescriptor>> Image::delayed_imports() const {
  std::vector<ImportDescriptor> found;
  uint32_t place = directory(llvm::COFF::DELAY_IMPORT_DESCRIPTOR).address;
  if (!place)
    return found;
  Allowance allowance(*this);
  for (;; place += delay_descriptor::whole) {
    if (!at(place, delay_descriptor::whole))
      return malformed("malformed: the delay import directory does not lie inside the file");
    uint32_t library = *read<uint32_t>(place + delay_descriptor::library);
    if (!library)
      return found;
    // Before 2002 these were pointers.
    if (!(*read<uint32_t>(place + delay_descriptor::attributes) & 1))
      return malformed("the delay import directory is of a form that is no longer in use");
    auto name = text(library);
    if (!name)
      return malformed("malformed: the name of a delayed library does not lie inside the file");
    if (!allowance.take(delay_descriptor::whole + name->size()))
      return malformed("malformed: the import tables overlap");
    auto symbols = read_symbols(*read<uint32_t>(place + delay_descriptor::names),
                                *read<uint32_t>(place + delay_descriptor::slots), allowance);
    if (!symbols)
      return std::unexpected(symbols.error());
    found.push_back(
        {.place = place, .library = std::string(*name), .has_names = true, .symbols = std::move(*symbols)});
  }
}

Result<std::vector<ExportedSymbol>> Image::exports() const {
  std::vector<ExportedSymbol> found;
  Directory place = directory(llvm::COFF::EXPORT_TABLE);
  if (!place.address)
    return found;
  auto field = [&](uint32_t offset) { return read<uint32_t>(place.address + offset); };
  auto count = field(export_table::name_count), functions = field(export_table::functions),
       names = field(export_table::names), ordinals = field(export_table::ordinals);
  if (!count || !functions || !names || !ordinals || *count > bytes.size())
    return malformed("malformed: the export directory does not lie inside the file");
  Allowance allowance(*this);
  for (uint32_t i = 0; i < *count; ++i) {
    auto name_at = read<uint32_t>(*names + 4 * i);
    auto index = read<uint16_t>(*ordinals + 2 * i);
    auto function = index ? read<uint32_t>(*functions + 4 * uint32_t{*index}) : std::nullopt;
    auto name = name_at ? text(*name_at) : std::nullopt;
    if (!name || !function)
      return malformed("malformed: the export tables do not lie inside the file");
    bool is_forwarder = *function - place.address < place.size;
    std::string_view forwarder = is_forwarder ? text(*function).value_or("?") : "";
    if (!allowance.take(name->size() + forwarder.size()))
      return malformed("malformed: the names of exports overlap");
    bool is_code = std::ranges::any_of(section_table, [&](const Section &section) {
      return section.is_code && *function - section.address < section.size;
    });
    found.push_back({*name, forwarder, is_forwarder || is_code, *function});
  }
  return found;
}

bool Image::exports_ordinal(uint32_t ordinal) const {
  Directory place = directory(llvm::COFF::EXPORT_TABLE);
  auto base = read<uint32_t>(place.address + export_table::ordinal_base);
  auto count = read<uint32_t>(place.address + export_table::function_count);
  auto functions = read<uint32_t>(place.address + export_table::functions);
  return place.address && base && count && functions && ordinal - *base < *count &&
         read<uint32_t>(*functions + 4 * (ordinal - *base)).value_or(0) != 0;
}

Result<std::optional<Image::Callbacks>> Image::callbacks() const {
  Directory place = directory(llvm::COFF::TLS_TABLE);
  if (!place.address)
    return std::nullopt;
  // Pointers, not distances, and so relocated.
  auto array = read_word(place.address + 3 * word_size());
  if (!array)
    return malformed("malformed: the TLS directory does not lie inside the file");
  if (!*array)
    return std::nullopt;
  Callbacks callbacks = {.address = static_cast<uint32_t>(*array - base()), .count = 0};
  for (;; ++callbacks.count) {
    auto callback = read_word(callbacks.address + callbacks.count * word_size());
    if (!callback)
      return malformed("malformed: the TLS callbacks do not lie inside the file");
    if (!*callback)
      return callbacks;
  }
}

// "Resource Directory Table": three levels, of types, names and languages, of which the first entries are
// taken; then where the data is. In it stands a head of varying size, and a structure that begins with a
// signature.
std::optional<std::string> Image::file_version() const {
  constexpr uint32_t head = 16, entry_size = 8, is_directory = 0x80000000, type_version = 16;
  constexpr uint32_t signature = 0xfeef04bd;
  uint32_t root = directory(llvm::COFF::RESOURCE_TABLE).address, place = root;
  for (int level = 0; root && level < 3; ++level) {
    uint32_t count =
        read<uint16_t>(place + 12).value_or(0) + uint32_t{read<uint16_t>(place + 14).value_or(0)};
    uint32_t entry = place + head;
    while (level == 0 && count && read<uint32_t>(entry) != type_version) {
      entry += entry_size;
      --count;
    }
    auto offset = count ? read<uint32_t>(entry + 4) : std::nullopt;
    if (!offset || ((*offset & is_directory) != 0) != (level < 2))
      return std::nullopt;
    place = root + (*offset & ~is_directory);
  }
  auto data = read<uint32_t>(place), size = read<uint32_t>(place + 4);
  const uint8_t *resource = root && data && size ? at(*data, *size) : nullptr;
  for (uint64_t word = 0; resource && word + head <= *size; word += 4)
    if (little::endian::read32le(resource + word) == signature) {
      uint32_t high = little::endian::read32le(resource + word + 8),
               low = little::endian::read32le(resource + word + 12);
      return fmt::format("{}.{}.{}", high >> 16, high & 0xffff, low >> 16);
    }
  return std::nullopt;
}

// "ImageHlp's CheckSumMappedFile": the sum of all 16-bit words with the carries added, the checksum itself
// left out, and the file's size.
void Image::update_checksum() {
  if (!*header<uint32_t>(checksum_offset))
    return;
  put_header(checksum_offset, uint32_t{0});
  uint32_t sum = 0;
  for (size_t i = 0; i < bytes.size(); i += 2) {
    sum += bytes[i] | (i + 1 < bytes.size() ? bytes[i + 1] << 8 : 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  put_header(checksum_offset, static_cast<uint32_t>(sum + bytes.size()));
}

} // namespace weakrt::pe
