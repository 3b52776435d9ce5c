// What a tool that patches slots by name does where it reads the runtime once: a hash map of all that it
// exports.
#include <cstdint>
#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <string_view>
#include <unordered_map>

#define NAME(name) #name,
static const char *const names[] = {
#include NAMES
};
static void *slots[sizeof names / sizeof *names];

// The bucket with the highest index, and from there to the end of its chain.
static uint32_t symbol_count(const uint32_t *hash) {
  const uint32_t *buckets = hash + 4 + hash[2] * 2, *chain = buckets + hash[0] - hash[1];
  uint32_t last = 0;
  for (uint32_t i = 0; i < hash[0]; ++i)
    last = buckets[i] > last ? buckets[i] : last;
  while (!(chain[last] & 1))
    ++last;
  return last + 1;
}

__attribute__((constructor)) static void bind() {
  auto *runtime = static_cast<link_map *>(dlopen("libbench_runtime.so", RTLD_LAZY | RTLD_NOLOAD));
  const Elf64_Sym *symbols = nullptr;
  const char *strings = nullptr;
  const uint32_t *hash = nullptr;
  for (const Elf64_Dyn *entry = runtime->l_ld; entry->d_tag != DT_NULL; ++entry) {
    if (entry->d_tag == DT_SYMTAB)
      symbols = reinterpret_cast<const Elf64_Sym *>(entry->d_un.d_ptr);
    if (entry->d_tag == DT_STRTAB)
      strings = reinterpret_cast<const char *>(entry->d_un.d_ptr);
    if (entry->d_tag == DT_GNU_HASH)
      hash = reinterpret_cast<const uint32_t *>(entry->d_un.d_ptr);
  }
  uint32_t count = symbol_count(hash);
  std::unordered_map<std::string_view, uint64_t> map(count);
  for (uint32_t i = 1; i < count; ++i)
    if (symbols[i].st_shndx != SHN_UNDEF)
      map.emplace(strings + symbols[i].st_name, symbols[i].st_value);
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
    slots[i] = reinterpret_cast<void *>(runtime->l_addr + map.at(names[i]));
}

extern "C" void fill(void **to) {
  std::memcpy(to, slots, sizeof slots);
}
