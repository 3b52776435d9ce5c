#include "stub/elf/module.h"

namespace weakrt::elf {

// glibc has already added the base to the pointers of a dynamic section that is
// writable; musl, and glibc where the section is read-only (-z rodynamic, the
// vdso), leave the link-time address. A pointer below the base is one of those.
static Address pointer(Address base, Address value) {
  return value < base ? base + value : value;
}

template <class T> static const T *table(Address base, Address value) {
  return reinterpret_cast<const T *>(pointer(base, value));
}

static void read_dynamic(Module &module) {
  for (const Dynamic *entry = module.dynamic; entry->tag != DT_NULL; ++entry)
    switch (entry->tag) {
    case DT_SYMTAB:
      module.symbols = table<Symbol>(module.base, entry->value);
      break;
    case DT_STRTAB:
      module.strings = table<char>(module.base, entry->value);
      break;
    case DT_GNU_HASH:
      module.gnu_hash = table<uint32_t>(module.base, entry->value);
      break;
    case DT_HASH:
      module.sysv_hash = table<uint32_t>(module.base, entry->value);
      break;
    case DT_VERSYM:
      module.versions = table<uint16_t>(module.base, entry->value);
      break;
    case DT_VERDEF:
      module.version_definitions = table<Verdef>(module.base, entry->value);
      break;
    case DT_RELA:
      module.relocations = table<Rela>(module.base, entry->value);
      break;
    case DT_RELASZ:
      module.relocation_count = entry->value / sizeof(Rela);
      break;
    default:
      break;
    }
}

bool read_module(Module &module, const dl_phdr_info &info) {
  module = {};
  module.name = info.dlpi_name ? info.dlpi_name : "";
  module.base = info.dlpi_addr;
  for (uint16_t i = 0; i < info.dlpi_phnum; ++i) {
    const ProgramHeader &segment = info.dlpi_phdr[i];
    if (segment.type == PT_DYNAMIC)
      module.dynamic = reinterpret_cast<const Dynamic *>(module.base + segment.vaddr);
    if (segment.type == PT_GNU_RELRO) {
      module.relro = module.base + segment.vaddr;
      module.relro_size = segment.memsz;
    }
  }
  if (!module.dynamic)
    return false;
  read_dynamic(module);
  return module.symbols && module.strings;
}

bool covers(const dl_phdr_info &info, Address address) {
  for (uint16_t i = 0; i < info.dlpi_phnum; ++i) {
    const ProgramHeader &segment = info.dlpi_phdr[i];
    if (segment.type == PT_LOAD && address - (info.dlpi_addr + segment.vaddr) < segment.memsz)
      return true;
  }
  return false;
}

bool needs(const Module &module, const char *name) {
  for (const Dynamic *entry = module.dynamic; entry->tag != DT_NULL; ++entry)
    if (entry->tag == DT_NEEDED && strcmp(module.strings + entry->value, name) == 0)
      return true;
  return false;
}

const char *soname(const Module &module) {
  for (const Dynamic *entry = module.dynamic; entry->tag != DT_NULL; ++entry)
    if (entry->tag == DT_SONAME)
      return module.strings + entry->value;
  return nullptr;
}

} // namespace weakrt::elf
