#include "stub/elf/process.h"

namespace weakrt::elf {

namespace {
struct Visit {
  void (*visit)(const Module &, void *);
  void *data;
};

struct Search {
  Address address;
  Module *module;
  bool found = false;
};
} // namespace

void for_each_module(void (*visit)(const Module &, void *), void *data) {
  Visit state{visit, data};
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *argument) {
        auto *state = static_cast<Visit *>(argument);
        Module module;
        if (read_module(module, *info))
          state->visit(module, state->data);
        return 0;
      },
      &state);
}

bool find_module_of(const void *address, Module &module) {
  Search search{reinterpret_cast<Address>(address), &module};
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *argument) {
        auto *search = static_cast<Search *>(argument);
        if (!covers(*info, search->address))
          return 0;
        search->found = read_module(*search->module, *info);
        return 1;
      },
      &search);
  return search.found;
}

bool read_module_at(Address base, Module &module) {
  auto *header = reinterpret_cast<const Header *>(base);
  if (header->magic != ELF_MAGIC || header->phoff != sizeof(Header))
    return false;
  dl_phdr_info info{base, "", reinterpret_cast<const ProgramHeader *>(base + header->phoff), header->phnum};
  return read_module(module, info);
}

bool in_base_namespace() {
  bool found = false;
  for_each_module(
      [](const Module &module, void *data) {
        if (module.is_main_program())
          *static_cast<bool *>(data) = true;
      },
      &found);
  return found;
}

void *hold(const Module &module, int flags) {
  if (module.is_main_program())
    return dlopen(nullptr, RTLD_LAZY);
  return dlopen(module.name, RTLD_LAZY | RTLD_NOLOAD | flags);
}

} // namespace weakrt::elf
