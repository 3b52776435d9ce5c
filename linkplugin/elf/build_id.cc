#include "linkplugin/elf/build_id.h"

#include <llvm/BinaryFormat/ELF.h>

#include <cstring>

using namespace llvm::ELF;

namespace weakrt::elf {

// A note with a head of three words: sizes of name and description, and type.
static std::string find_in(const Image &image, const Segment &segment) {
  uint64_t alignment = segment.alignment == 8 ? 8 : 4;
  auto padded = [&](uint64_t size) { return (size + alignment - 1) / alignment * alignment; };
  for (uint64_t at = 0; at + 12 <= segment.file_size;) {
    uint64_t head = segment.address + at;
    const uint8_t *name = image.at(head + 12, 4);
    if (!name)
      break;
    uint32_t name_size = *image.read<uint32_t>(head);
    uint32_t size = *image.read<uint32_t>(head + 4);
    uint64_t description = padded(12 + uint64_t{name_size});
    if (name_size == 4 && image.read<uint32_t>(head + 8) == NT_GNU_BUILD_ID &&
        std::memcmp(name, "GNU", 4) == 0) {
      const uint8_t *bytes = image.at(head + description, size);
      return bytes ? std::string(reinterpret_cast<const char *>(bytes), size) : std::string();
    }
    at += description + padded(size);
  }
  return {};
}

std::string build_id(const Image &image) {
  for (const Segment &segment : image.segments())
    if (segment.type == PT_NOTE)
      if (std::string found = find_in(image, segment); !found.empty())
        return found;
  return {};
}

} // namespace weakrt::elf
