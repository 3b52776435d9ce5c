#include "stub/elf/symtab.h"

namespace weakrt::elf {

// What fails makes what comes after it fail, and nothing worse.
File map_program() {
  int descriptor = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  long size = size_of_file(descriptor);
  void *data = map(static_cast<size_t>(size), PROT_READ, MAP_PRIVATE, descriptor);
  close(descriptor);
  if (data == reinterpret_cast<void *>(-1))
    return {nullptr, 0};
  return {static_cast<const char *>(data), static_cast<size_t>(size)};
}

void unmap(const File &file) {
  munmap(const_cast<char *>(file.data), file.size);
}

// `size` bytes of the file from `offset`, or nullptr: nothing promises that a
// file's headers are true.
static const void *part(const File &file, uint64_t offset, uint64_t size) {
  return offset <= file.size && size <= file.size - offset ? file.data + offset : nullptr;
}

bool read_symtab(const File &file, Module &module) {
  auto *header = reinterpret_cast<const Header *>(file.data);
  if (!header)
    return false;
  auto *sections =
      static_cast<const SectionHeader *>(part(file, header->shoff, header->shnum * sizeof(SectionHeader)));
  for (uint32_t i = 0; sections && i < header->shnum; ++i) {
    if (sections[i].type != SHT_SYMTAB || sections[i].link >= header->shnum)
      continue;
    const SectionHeader &names = sections[sections[i].link];
    module.symbols = static_cast<const Symbol *>(part(file, sections[i].offset, sections[i].size));
    module.strings = static_cast<const char *>(part(file, names.offset, names.size));
    module.gnu_hash = nullptr;
    module.sysv_hash = nullptr;
    module.versions = nullptr;
    module.symbol_count = static_cast<uint32_t>(sections[i].size / sizeof(Symbol));
    if (!module.symbols || !module.strings || !names.size)
      return false;
    module.strings_size = static_cast<uint32_t>(names.size);
    return true;
  }
  return false;
}

const char *differs(const File &file, const Module &module) {
  if (!build_id(module).size)
    return "has no build-id to know its file by";
  for (uint32_t i = 0; i < module.segment_count; ++i) {
    const ProgramHeader &segment = module.segments[i];
    const void *running = reinterpret_cast<const void *>(module.base + segment.vaddr);
    const void *filed = part(file, segment.offset, segment.filesz);
    if (segment.type == PT_NOTE && (!filed || memcmp(filed, running, segment.filesz) != 0))
      return "its file is not what is running";
  }
  return nullptr;
}

} // namespace weakrt::elf
