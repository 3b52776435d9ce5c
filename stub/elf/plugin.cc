#include "stub/elf/plugin.h"

#include "stub/elf/process.h"

namespace weakrt::elf {

Module self;

[[gnu::noinline]] Address beside_record(int64_t distance) {
  return distance ? reinterpret_cast<Address>(&weakrt_record) + static_cast<Address>(distance) : 0;
}

bool find_self() {
  Address base = reinterpret_cast<Address>(&weakrt_record) - weakrt_record.self;
  for (const Module &module : Process::listed())
    if (module.base == base) {
      self = module;
      return true;
    }
  // The plugin's ELF header says the same, unless its program headers were moved.
  auto *header = reinterpret_cast<const Header *>(base);
  if (header->magic == ELF_MAGIC && header->phoff == sizeof(Header))
    read_module(self, {base, "", reinterpret_cast<const ProgramHeader *>(header + 1), header->phnum});
  return false;
}

} // namespace weakrt::elf
