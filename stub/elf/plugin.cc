#include "stub/elf/plugin.h"

namespace weakrt::elf {

Module self;

[[gnu::noinline]] Address beside_record(int64_t distance) {
  return distance ? reinterpret_cast<Address>(&weakrt_record) + static_cast<Address>(distance) : 0;
}

Address plugin_base() {
  return reinterpret_cast<Address>(&weakrt_record) - static_cast<Address>(weakrt_record.self);
}

void read_self() {
  auto *header = reinterpret_cast<const Header *>(plugin_base());
  if (header->phoff == sizeof(Header))
    read_module(self, {plugin_base(), "the plugin", reinterpret_cast<const ProgramHeader *>(header + 1),
                       header->phnum});
}

} // namespace weakrt::elf
