#define _GNU_SOURCE
#include "slots.h"

#include <dlfcn.h>
#include <elf.h>
#include <string.h>

static int module_has(const struct module *module, uintptr_t address) {
  for (int i = 0; i < module->header_count; ++i) {
    const ElfW(Phdr) *header = &module->headers[i];
    if (header->p_type == PT_LOAD && address - module->base - header->p_vaddr < header->p_memsz)
      return 1;
  }
  return 0;
}

struct search {
  uintptr_t address;
  struct module *found;
};

static int match_module(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size;
  struct search *search = data;
  struct module candidate = {info->dlpi_addr, info->dlpi_phdr, info->dlpi_phnum};
  if (!module_has(&candidate, search->address))
    return 0;
  *search->found = candidate;
  return 1;
}

int find_module(uintptr_t address, struct module *module) {
  struct search search = {address, module};
  return dl_iterate_phdr(match_module, &search);
}

struct tables {
  const Elf64_Sym *symbols;
  const char *strings;
  const Elf64_Rela *relocations[2];
  size_t counts[2];
};

// glibc has relocated these pointers in place, unless the dynamic section is read-only.
static const void *pointer(const struct link_map *map, const Elf64_Dyn *entry) {
  return (const void *)(entry->d_un.d_ptr < map->l_addr ? entry->d_un.d_ptr + map->l_addr
                                                        : entry->d_un.d_ptr);
}

static struct tables find_tables(const struct link_map *map) {
  struct tables tables = {0};
  for (const Elf64_Dyn *entry = map->l_ld; entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag == DT_SYMTAB)
      tables.symbols = pointer(map, entry);
    else if (entry->d_tag == DT_STRTAB)
      tables.strings = pointer(map, entry);
    else if (entry->d_tag == DT_RELA)
      tables.relocations[0] = pointer(map, entry);
    else if (entry->d_tag == DT_RELASZ)
      tables.counts[0] = entry->d_un.d_val / sizeof(Elf64_Rela);
    else if (entry->d_tag == DT_JMPREL)
      tables.relocations[1] = pointer(map, entry);
    else if (entry->d_tag == DT_PLTRELSZ)
      tables.counts[1] = entry->d_un.d_val / sizeof(Elf64_Rela);
  }
  return tables;
}

static int is_runtimes(const char *const *prefixes, const char *name) {
  for (; *prefixes; ++prefixes)
    if (strncmp(name, *prefixes, strlen(*prefixes)) == 0)
      return 1;
  return 0;
}

static void check_slot(struct slots *slots, const struct link_map *plugin, const Elf64_Rela *relocation,
                       const char *name, const struct expectation *expectation) {
  uintptr_t value = *(uintptr_t *)(plugin->l_addr + relocation->r_offset);
  uintptr_t addend = (uintptr_t)relocation->r_addend;
  void *symbol = dlsym(expectation->provider, name);
  ++slots->checked;
  if (symbol == NULL) {
    slots->null += value == 0;
    slots->wrong += value != 0;
    return;
  }
  slots->wrong += value != (uintptr_t)symbol + addend;
  int inside = 0;
  for (size_t i = 0; i < expectation->module_count; ++i)
    inside |= module_has(&expectation->modules[i], value - addend);
  slots->outside += !inside;
}

struct slots check_slots(const struct link_map *plugin, const struct expectation *expectation) {
  struct slots slots = {0};
  struct tables tables = find_tables(plugin);
  for (int table = 0; table < 2; ++table) {
    for (size_t i = 0; i < tables.counts[table]; ++i) {
      const Elf64_Rela *relocation = &tables.relocations[table][i];
      const Elf64_Sym *symbol = &tables.symbols[ELF64_R_SYM(relocation->r_info)];
      const char *name = tables.strings + symbol->st_name;
      // What a thread-local variable's slots hold is no address.
      if (ELF64_R_SYM(relocation->r_info) == 0 || ELF64_ST_TYPE(symbol->st_info) == STT_TLS)
        continue;
      // A detached import is a relocation of no type, so that ld.so skips it, which names a symbol.
      if (ELF64_R_TYPE(relocation->r_info) == R_X86_64_NONE)
        check_slot(&slots, plugin, relocation, name, expectation);
      else if (symbol->st_shndx == SHN_UNDEF && is_runtimes(expectation->prefixes, name))
        ++slots.left;
    }
  }
  return slots;
}
