#include "linkplugin/elf/record.h"

#include <llvm/ADT/bit.h>
#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

using namespace llvm::ELF;

namespace weakrt::elf {

// The note's name and description behind its head of three words.
static constexpr uint32_t note_name_size = sizeof(record::magic) - 1;
static constexpr uint64_t note_head_size = 12 + sizeof(record::magic);

static bool is_note(const Image &image, uint64_t address) {
  const uint8_t *name = image.at(address + 12, sizeof(record::magic) + sizeof(record::Note));
  return name && image.read<uint32_t>(address) == note_name_size &&
         image.read<uint32_t>(address + 4) == sizeof(record::Note) &&
         image.read<uint32_t>(address + 8) == record::note_type &&
         std::memcmp(name, record::magic, note_name_size) == 0;
}

// Notes stand one behind the other, aligned to four bytes or to eight
// (.note.gnu.property); walking by words finds ours whatever stands before it.
static uint64_t find_note(const Image &image) {
  for (const Segment &segment : image.segments())
    if (segment.type == PT_NOTE)
      for (uint64_t at = 0;
           image.at(segment.address + at, note_head_size) && at + note_head_size <= segment.file_size;
           at += 4)
        if (is_note(image, segment.address + at))
          return segment.address + at;
  return 0;
}

// What a field of the note names: the field holds the distance.
static uint64_t named_by(const Image &image, uint64_t field) {
  return field + static_cast<uint64_t>(int64_t{static_cast<int32_t>(*image.read<uint32_t>(field))});
}

static bool is_record(const Image &image, uint64_t address) {
  const uint8_t *header = image.at(address, sizeof(record::Header));
  return header && std::memcmp(header, record::magic, sizeof record::magic) == 0;
}

static bool is_foreign(const Image &image) {
  return image.machine().is_big_endian != (llvm::endianness::native == llvm::endianness::big);
}

Result<RecordPlace> find_record(const Image &image) {
  RecordPlace place;
  if (uint64_t at = find_note(image)) {
    at += note_head_size;
    place.address = named_by(image, at + offsetof(record::Note, record));
    place.init = named_by(image, at + offsetof(record::Note, init));
    place.init_array = named_by(image, at + offsetof(record::Note, init_array));
    place.fini = named_by(image, at + offsetof(record::Note, fini));
    place.fini_array = named_by(image, at + offsetof(record::Note, fini_array));
  }
  // The note is gone after `objcopy -R`, and patchelf moves it: its distances are wrong then.
  if (!is_record(image, place.address))
    if (const Section *section = image.find_section(".weakrt"))
      place.address = section->address;

  if (!is_record(image, place.address))
    return fail({.message = "not a plugin that weakrt linked: it has no record", .file = image.path()});
  uint32_t format = *image.read<uint32_t>(place.address + offsetof(record::Header, format));
  if (format != record::format)
    return fail({.message = fmt::format("its record has format {}, this weakrt knows format {}", format,
                                        record::format),
                 .file = image.path(),
                 .help = "use the weakrt that linked it, or a newer one"});
  place.size = *image.read<uint32_t>(place.address + offsetof(record::Header, size));
  const uint8_t *bytes = image.at(place.address, place.size);
  if (!bytes || place.size < sizeof(record::Header))
    return fail({.message = "a truncated ELF file: its record lies outside it", .file = image.path()});
  place.words.resize(place.size / sizeof(uint64_t) + 1);
  std::memcpy(place.words.data(), bytes, place.size);
  if (is_foreign(image))
    reverse_record({reinterpret_cast<char *>(place.words.data()), place.size}, true);
  uint32_t count = place.header().runtimes.count;
  auto runtimes = place.list<record::Runtime>(place.header().runtimes);
  if (count > record::max_runtimes || runtimes.size() != count ||
      std::ranges::any_of(runtimes, [](const record::Runtime &runtime) {
        return runtime.companions.count > record::max_companions;
      }))
    return fail({.message = "its record does not fit the file", .file = image.path()});
  return place;
}

void store_record(Image &image, const RecordPlace &record) {
  std::vector<uint64_t> words = record.words;
  auto *bytes = reinterpret_cast<char *>(words.data());
  if (is_foreign(image))
    reverse_record({bytes, record.size}, false);
  std::memcpy(image.change(record.address, record.size), bytes, record.size);
}

} // namespace weakrt::elf
