#include "linkplugin/elf/record.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <cstring>

using namespace llvm::ELF;

namespace weakrt::elf {

std::string_view RecordPlace::text(record::Text text) const {
  if (text == 0 || text >= header->size)
    return "";
  const char *first = reinterpret_cast<const char *>(header) + text;
  return {first, strnlen(first, header->size - text)};
}

record::Text RecordPlace::find_text(std::string_view wanted) const {
  if (wanted.empty())
    return 0;
  std::string_view all(reinterpret_cast<const char *>(header), header->size);
  std::string terminated(wanted);
  terminated.push_back('\0');
  // A text may be the tail of a longer one; that is the same text.
  size_t found = all.find(terminated, sizeof *header);
  return found == std::string_view::npos ? 0 : static_cast<record::Text>(found);
}

// The note's name and description behind its head of three words.
static constexpr uint32_t note_name_size = sizeof(record::magic) - 1;
static constexpr uint64_t note_head_size = 12 + sizeof(record::magic);

static const record::Note *note_at(const Image &image, uint64_t address) {
  auto *head = image.at<ELFT::Word>(address, 3);
  auto *name = image.at<char>(address + 12, sizeof(record::magic));
  auto *note = image.at<record::Note>(address + note_head_size);
  bool ours = head && name && note && head[0] == note_name_size && head[1] == sizeof(record::Note) &&
              head[2] == record::note_type && std::memcmp(name, record::magic, note_name_size) == 0;
  return ours ? note : nullptr;
}

// Notes stand one behind the other, aligned to four bytes or to eight
// (.note.gnu.property); walking by words finds ours whatever stands before it.
static uint64_t find_note(const Image &image) {
  for (const ELFT::Phdr &segment : image.segments())
    if (segment.p_type == PT_NOTE)
      for (uint64_t at = 0;
           image.at<char>(segment.p_vaddr + at, note_head_size) && at + note_head_size <= segment.p_filesz;
           at += 4)
        if (note_at(image, segment.p_vaddr + at))
          return segment.p_vaddr + at;
  return 0;
}

static bool is_record(const Image &image, uint64_t address) {
  auto *header = image.at<record::Header>(address);
  return header && std::memcmp(header->magic, record::magic, sizeof record::magic) == 0;
}

Result<RecordPlace> find_record(const Image &image) {
  RecordPlace place;
  uint64_t address = 0;
  if (uint64_t at = find_note(image)) {
    const record::Note &note = *note_at(image, at);
    at += note_head_size;
    address = at + offsetof(record::Note, record) + static_cast<int64_t>(note.record);
    place.init = at + offsetof(record::Note, init) + static_cast<int64_t>(note.init);
    place.fini = at + offsetof(record::Note, fini) + static_cast<int64_t>(note.fini);
  }
  // The note is gone after `objcopy -R`, and patchelf moves it: its distances are wrong then.
  if (!is_record(image, address))
    if (const ELFT::Shdr *section = image.find_section(".weakrt"))
      address = section->sh_addr;

  place.address = address;
  place.header = image.at<record::Header>(address);
  if (!is_record(image, address))
    return fail({.message = "not a plugin that weakrt linked: it has no record", .file = image.path()});
  if (place.header->format != record::format)
    return fail({.message = fmt::format("its record has format {}, this weakrt knows format {}",
                                        place.header->format, record::format),
                 .file = image.path(),
                 .help = "use the weakrt that linked it, or a newer one"});
  if (!image.at<char>(address, place.header->size) || place.header->size < sizeof(record::Header))
    return fail({.message = "a truncated ELF file: its record lies outside it", .file = image.path()});
  return place;
}

} // namespace weakrt::elf
