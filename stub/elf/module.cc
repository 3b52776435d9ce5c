#include "stub/elf/module.h"

namespace weakrt::elf {

// In the order of Module's members.
static const uint32_t tags[] = {DT_SYMTAB, DT_STRTAB, DT_GNU_HASH,    DT_HASH,
                                DT_VERSYM, DT_VERDEF, DT_RELOCATIONS, DT_RELOCATIONS_SIZE};
static constexpr uint32_t tag_count = sizeof tags / sizeof *tags;
static_assert(offsetof(Module, relocations_size) - offsetof(Module, symbols) ==
              (tag_count - 1) * sizeof(Address));

// glibc has already added the base to most pointers of a dynamic section that is writable;
// musl, and glibc where the section is read-only (-z rodynamic, the vdso), leave the
// link-time address. What is an address in the module is left alone: at a low base, where 32-bit Arm has
// programs, the base would make one of it a second time.
static void read_dynamic(Module &module) {
  Address *values = reinterpret_cast<Address *>(&module.symbols);
  for (const Dynamic *entry = module.dynamic; entry->tag != DT_NULL; ++entry)
    if (entry->tag <= DT_RELOCATIONS_SIZE || entry->tag >= DT_GNU_HASH) // most are neither
      for (uint32_t i = 0; i < tag_count; ++i)
        if (tags[i] == static_cast<Address>(entry->tag)) {
          values[i] = entry->value;
          Address inside = entry->value - module.start;
          if (i < tag_count - 1 && entry->value && inside >= module.size &&
              inside + module.base < module.size)
            values[i] += module.base;
        }
  // gABI, "Hash Table": nbucket, nchain, which is the number of symbols.
  if (module.sysv_hash)
    module.symbol_count = static_cast<uint32_t>(module.sysv_hash[1]);
}

const char *main_program_name;

// The main program's name is "" in glibc; in musl it is its path, and "" is the vdso's.
bool read_module(Module &module, const dl_phdr_info &info) {
  module = {};
  module.name = module.label = info.dlpi_name;
  if (module.name == main_program_name) {
    module.name = "";
    module.label = "the main program";
  }
  module.base = info.dlpi_addr;
  module.segments = info.dlpi_phdr;
  module.segment_count = info.dlpi_phnum;
  for (uint32_t i = 0; i < module.segment_count; ++i) {
    const ProgramHeader &segment = module.segments[i];
    Address address = module.base + segment.vaddr;
    if (segment.type == PT_DYNAMIC)
      module.dynamic = reinterpret_cast<const Dynamic *>(address);
    if (segment.type != PT_LOAD)
      continue;
    if (!module.start) {
      module.start = address;
      module.first_size = segment.filesz;
    }
    module.size = address + segment.memsz - module.start;
  }
  if (!module.dynamic)
    return false;
  read_dynamic(module);
  return module.symbols && *module.label;
}

// musl finds the main program by no name.
[[gnu::noinline]] void *open_module(const Module &module, int flags) {
  return dlopen(*module.name ? module.name : nullptr, RTLD_LAZY | RTLD_NOLOAD | flags);
}

const char *find_text(const Module &module, SignedAddress tag) {
  for (const Dynamic *entry = module.dynamic; entry->tag != DT_NULL; ++entry)
    if (entry->tag == tag)
      return module.strings + entry->value;
  return nullptr;
}

bool needs(const Module &module, const Module &other) {
  const char *soname = find_text(other, DT_SONAME);
  for (const Dynamic *entry = module.dynamic; soname && entry->tag != DT_NULL; ++entry)
    if (entry->tag == DT_NEEDED && strcmp(module.strings + entry->value, soname) == 0)
      return true;
  return false;
}

Bytes build_id(const Module &module) {
  for (uint32_t i = 0; i < module.segment_count; ++i) {
    if (module.segments[i].type != PT_NOTE)
      continue;
    auto *at = reinterpret_cast<const char *>(module.base + module.segments[i].vaddr);
    for (const char *end = at + module.segments[i].filesz; at < end;) {
      auto *note = reinterpret_cast<const NoteHeader *>(at);
      at += sizeof *note + ((note->name_size + 3) & ~3u);
      if (note->type == NT_GNU_BUILD_ID && *reinterpret_cast<const uint32_t *>(note + 1) == GNU_NAME)
        return {reinterpret_cast<const uint8_t *>(at), note->size};
      at += (note->size + 3) & ~3u;
    }
  }
  return {};
}

} // namespace weakrt::elf
