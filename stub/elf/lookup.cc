#include "stub/elf/lookup.h"

#include "stub/core/parts.h"

namespace weakrt::elf {

// Which version an index stands for; nullptr where the module does not define it.
static const char *version_name(const Module &module, uint16_t index) {
  const Verdef *definition = module.version_definitions;
  while (definition) {
    auto *bytes = reinterpret_cast<const char *>(definition);
    if ((definition->index & VERSYM_INDEX) == index)
      return module.strings + reinterpret_cast<const Verdaux *>(bytes + definition->aux)->name;
    definition = definition->next ? reinterpret_cast<const Verdef *>(bytes + definition->next) : nullptr;
  }
  return nullptr;
}

// glibc's rule (elf/dl-lookup.c, check_match): a wanted version meets its equal,
// hidden or not, and a symbol without a version. No wanted version meets the
// module's first version at once, hidden or not, and else the default one.
static bool version_fits(const Module &module, uint32_t index, const char *wanted, bool oldest) {
  if (!module.versions)
    return true;
  uint16_t version = module.versions[index];
  if (!wants_versions || !wanted)
    return oldest ? (version & VERSYM_INDEX) <= VER_NDX_FIRST : !(version & VERSYM_HIDDEN);
  if ((version & VERSYM_INDEX) <= VER_NDX_GLOBAL)
    return true;
  const char *name = version_name(module, version & VERSYM_INDEX);
  return name && strcmp(name, wanted) == 0;
}

namespace {
/// Which entries of a symbol table count.
struct Accept {
  bool undefined; ///< an undefined function with an address too
  bool oldest;    ///< without a wanted version: only the module's first one, or none
};
} // namespace

static bool fits(const Module &module, uint32_t index, const Wanted &wanted, Accept accept) {
  const Symbol &symbol = module.symbols[index];
  if (symbol.section == SHN_UNDEF && (!accept.undefined || symbol.value == 0 || symbol.type() != STT_FUNC))
    return false;
  return strcmp(module.strings + symbol.name, wanted.name) == 0 &&
         version_fits(module, index, wanted.version, accept.oldest);
}

// DT_GNU_HASH: a Bloom filter over all names, then for each bucket a run of
// symbols, whose hashes stand in `chain`; the low bit marks the run's last. The
// filter is left out: nearly all that is looked for is there.
static const Symbol *find_by_gnu_hash(const Module &module, const Wanted &wanted, Accept accept) {
  uint32_t bucket_count = module.gnu_hash[0];
  uint32_t first = module.gnu_hash[1];
  const uint32_t *buckets = module.gnu_hash + 4 + module.gnu_hash[2] * (sizeof(Address) / 4);
  const uint32_t *chain = buckets + bucket_count - first;
  uint32_t index = bucket_count ? buckets[remainder(wanted.hash, bucket_count)] : 0;
  if (index < first)
    return nullptr;
  for (;; ++index) {
    if (((chain[index] ^ wanted.hash) >> 1) == 0 && fits(module, index, wanted, accept))
      return &module.symbols[index];
    if (chain[index] & 1)
      return nullptr;
  }
}

// A symbol table without DT_GNU_HASH: .symtab, of an executable that does not export what
// it has, and of a module that has only DT_HASH, which is rare: its own function to
// compute, and not worth one. Local symbols may have the name of a global one.
static const Symbol *find_one_by_one(const Module &module, const Wanted &wanted, Accept accept) {
  for (uint32_t i = 0; i < module.symbol_count; ++i)
    if (module.symbols[i].binding() != STB_LOCAL && module.symbols[i].name <= module.strings_size - 1 &&
        fits(module, i, wanted, accept))
      return &module.symbols[i];
  return nullptr;
}

static const Symbol *find_once(const Module &module, const Wanted &wanted, Accept accept) {
  if (module.gnu_hash)
    return find_by_gnu_hash(module, wanted, accept);
  return find_one_by_one(module, wanted, accept);
}

// A symbol without a wanted version was linked before the library had versions,
// so the oldest one is meant; only where there is none, the default one.
static const Symbol *find(const Module &module, const Wanted &wanted, bool undefined) {
  if ((!wants_versions || !wanted.version) && module.version_definitions)
    if (const Symbol *symbol = find_once(module, wanted, {undefined, true}))
      return symbol;
  return find_once(module, wanted, {undefined, false});
}

[[gnu::always_inline]] const Symbol *find_definition(const Module &module, const Wanted &wanted) {
  return find(module, wanted, false);
}

const Symbol *find_canonical(const Module &module, const Wanted &wanted) {
  return find(module, wanted, true);
}

Address address_of(const Module &module, const Symbol &symbol) {
  if (symbol.type() == STT_TLS)
    return 0;
  if (symbol.binding() == STB_GNU_UNIQUE) {
    void *handle = open_module(module, 0);
    void *unique = handle ? dlsym(handle, module.strings + symbol.name) : nullptr;
    if (handle)
      dlclose(handle);
    if (unique)
      return reinterpret_cast<Address>(unique);
  }
  if (symbol.section == SHN_ABS)
    return symbol.value;
  Address address = module.base + symbol.value;
  if (symbol.type() == STT_GNU_IFUNC)
    return reinterpret_cast<Address (*)()>(address)();
  return address;
}

} // namespace weakrt::elf
