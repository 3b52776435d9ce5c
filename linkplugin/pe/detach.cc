#include "linkplugin/pe/detach.h"

#include "linkplugin/pe/record.h"

#include <llvm/BinaryFormat/COFF.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace weakrt::pe {

namespace {

/// One image, pass by pass.
class Detacher {
public:
  Detacher(Image &image, const DetachRequest &request) : image(image), request(request) {}

  Result<void> open_record();
  Result<void> remove_descriptors();
  Result<void> clear_slots();
  Result<void> clear_bound_imports();
  Result<void> take_over_entry();
  Result<void> come_first_among_callbacks();
  Result<void> find_pseudo_relocations();
  Result<void> record_imports();
  Result<void> complete_record();
  Result<void> update_checksum();

private:
  std::unexpected<Diagnostics> refuse(std::string message) const {
    return fail({.message = std::move(message), .file = image.path()});
  }

  const Section *section_of(uint32_t address) const;

  Image &image;
  const DetachRequest &request;
  RecordPlace record;
  // The stub's entries, of a library, of a program and of the loader's callbacks.
  uint32_t entry = 0, start = 0, callback = 0;
};

} // namespace

const Section *Detacher::section_of(uint32_t address) const {
  for (const Section &section : image.sections())
    if (address - section.address < section.size)
      return &section;
  return nullptr;
}

// The link has put the addresses of the stub's entries into the fields that say later what they stand for.
Result<void> Detacher::open_record() {
  auto found = find_record(image);
  if (!found)
    return std::unexpected(found.error());
  record = std::move(*found);
  record::Header &header = record.header();
  if (header.flags & record::Header::detached)
    return refuse("internal: this was detached already");
  entry = static_cast<uint32_t>(header.init);
  start = static_cast<uint32_t>(header.init_array);
  callback = static_cast<uint32_t>(header.fini);
  header.init = header.init_array = header.fini = 0;
  if (header.self != record.address)
    return refuse("internal: the record is not where its section is");
  return {};
}

Result<void> Detacher::remove_descriptors() {
  auto imports = image.imports();
  if (!imports)
    return std::unexpected(imports.error());
  std::erase_if(*imports, [&](const ImportDescriptor &descriptor) {
    return std::ranges::find(request.descriptors, descriptor.place) != request.descriptors.end();
  });
  return image.set_imports(*imports);
}

// In the file a slot holds what its name is. Who calls it before it is bound must not end up there: it may be
// mapped. Where there is no lookup table the slots were the only names, which the record has now.
Result<void> Detacher::clear_slots() {
  for (const Import &import : request.imports)
    if (!import.delayed && !image.write_word(import.slot, 0))
      return refuse("malformed: an import address table does not lie inside the file");
  return {};
}

// Addresses that were right on another machine once ("Bound import").
Result<void> Detacher::clear_bound_imports() {
  image.set_directory(llvm::COFF::BOUND_IMPORT, {});
  return {};
}

Result<void> Detacher::take_over_entry() {
  record::Header &header = record.header();
  if (uint32_t before = image.entry())
    header.init = int64_t{before} - record.address;
  uint32_t ours = image.is_library() ? entry : start;
  image.set_entry(ours);
  header.init_array = int64_t{ours} - record.address;
  header.fini = int64_t{callback} - record.address;
  return {};
}

// All pointers of the array are relocated alike, so two of them can change places.
Result<void> Detacher::come_first_among_callbacks() {
  auto callbacks = image.callbacks();
  if (!callbacks)
    return std::unexpected(callbacks.error());
  if (!callbacks->has_value())
    return {};
  auto [address, count] = **callbacks;
  uint64_t first = image.read_word(address).value_or(0);
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t place = address + i * image.word_size();
    if (image.read_word(place) != image.base() + callback)
      continue;
    image.write_word(place, first);
    image.write_word(address, image.base() + callback);
    return {};
  }
  // Whoever has callbacks without the C runtime's array binds at the entry point.
  return {};
}

// The linker defines both ends of the table, also where there is none.
Result<void> Detacher::find_pseudo_relocations() {
  record::List &list = record.header().pseudo_relocations;
  const uint32_t head = 12, version = 8;
  const uint32_t begin = list.offset, end = list.count;
  list = {};
  uint32_t size = end - begin;
  if (end <= begin || size < head || !image.at(begin, size))
    return {};
  // There was a first form, which nobody's linker writes any more.
  if (*image.read<uint32_t>(begin) || image.read<uint32_t>(begin + version) != 1)
    return {};
  list = {begin + head, static_cast<uint32_t>((size - head) / sizeof(record::PseudoRelocation))};
  std::set<std::string> near;
  for (uint32_t i = 0, at = list.offset; i < list.count; ++i, at += sizeof(record::PseudoRelocation))
    if ((*image.read<uint32_t>(at + offsetof(record::PseudoRelocation, bits)) & 0xff) < 8 * image.word_size())
      for (const Import &import : request.imports)
        if (import.slot == *image.read<uint32_t>(at + offsetof(record::PseudoRelocation, slot)))
          near.insert(import.name);
  if (near.empty())
    return {};
  return fail({.message = fmt::format("taken for the plugin's own, or for what is within 2 GiB of it: {}",
                                      fmt::join(near, ", ")),
               .file = image.path(),
               .help = "declare it __declspec(dllimport), or compile without -mcmodel=small"});
}

Result<void> Detacher::record_imports() {
  record::Header &header = record.header();
  auto *encoded = record.at<record::Import>(header.imports.offset, request.imports.size());
  std::span<record::Runtime> runtimes = record.list<record::Runtime>(header.runtimes);
  if (request.imports.size() > header.import_capacity || !encoded)
    return refuse("internal: the record is too small");
  std::vector<Import> imports = request.imports;
  std::ranges::sort(imports, {},
                    [](const Import &import) { return std::tuple(import.runtime, import.slot); });
  for (size_t i = 0; i < imports.size(); ++i) {
    const Import &import = imports[i];
    // The stub makes all pages from the first slot to the last writable, and then again what the first was.
    if (i && import.runtime == imports[i - 1].runtime &&
        section_of(import.slot) != section_of(imports[i - 1].slot))
      return refuse("the import address tables of one runtime are in two sections");
    encoded[i] = {.slot = import.slot,
                  .name = import.name_address,
                  .version = 0,
                  .runtime = static_cast<uint8_t>(import.runtime),
                  .kind = import.data ? record::Import::data : record::Import::function,
                  .optional = import.optional,
                  .unused = 0};
    record::List &of_runtime = runtimes[import.runtime].imports;
    if (of_runtime.count++ == 0)
      of_runtime.offset = header.imports.offset + static_cast<uint32_t>(i * sizeof(record::Import));
  }
  header.imports.count = static_cast<uint32_t>(imports.size());
  return {};
}

Result<void> Detacher::complete_record() {
  record.header().flags |= record::Header::detached;
  store_record(image, record);
  return {};
}

Result<void> Detacher::update_checksum() {
  image.update_checksum();
  return {};
}

Result<uint32_t> record_capacity(const Image &image) {
  auto place = find_record(image);
  if (!place)
    return std::unexpected(place.error());
  return place->header().import_capacity;
}

Result<void> detach(Image &image, const DetachRequest &request) {
  Detacher detacher(image, request);
  for (auto pass : {&Detacher::open_record, &Detacher::remove_descriptors, &Detacher::clear_slots,
                    &Detacher::clear_bound_imports, &Detacher::take_over_entry,
                    &Detacher::come_first_among_callbacks, &Detacher::find_pseudo_relocations,
                    &Detacher::record_imports, &Detacher::complete_record, &Detacher::update_checksum})
    if (auto done = (detacher.*pass)(); !done)
      return done;
  return {};
}

} // namespace weakrt::pe
