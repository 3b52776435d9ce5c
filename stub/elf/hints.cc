// Where the plugin was linked with the very build of the runtime that is here, what it imports is where it
// was.
//
// The record has the build-id of that library and, for most imports, the definition's index in its symbol
// table. That is no proof: a build-id can be copied. So nothing is taken from the record but the index, and
// each symbol that it leads to must have the hash of the import's name; the linker gave no index where two
// names have the same. What does not fit is left to be looked for by name.
//
// What that does not find out: a file with a copied build-id which has, at that very index, another name with
// that very hash. To compare the names, too, takes twice the time, most of it for reading them.
#include "stub/elf/plugin.h"
#include "stub/elf/process.h"

namespace weakrt::elf {

// A Bloom filter: two bits of one word for each name. False where it does not have it.
[[gnu::always_inline]] static inline bool may_have(const Module &module, uint32_t hash) {
  constexpr uint32_t bits = sizeof(Address) * 8;
  auto *words = reinterpret_cast<const Address *>(module.gnu_hash + 4);
  Address word = words[hash / bits & (module.gnu_hash[2] - 1)];
  return word >> hash % bits & word >> (hash >> module.gnu_hash[3]) % bits & 1;
}

static bool is_build(const Module &module, Each<uint8_t> wanted) {
  Bytes id = build_id(module);
  return id.size == static_cast<size_t>(wanted.last - wanted.first) &&
         memcmp(id.data, wanted.first, id.size) == 0;
}

void Process::follow_hints(RecordView record, const record::Runtime &runtime,
                           const Provider<Process> &provider) {
  const Module &module = *provider.parts[0];
  // Whose own definition would be everybody's (rule 3).
  const Module *program = provider.main_program_has_it ? nullptr : main_program();
  // Who asks for each binding is told each.
  if (debug_topics || !module.gnu_hash || module.version_definitions || (program && !program->gnu_hash) ||
      !is_build(module, record.each<uint8_t>(runtime.build_id)))
    return;
  Each<record::Hint> hints = record.each<record::Hint>(runtime.hints);
  const uint32_t *chain = module.gnu_hash + 4 + module.gnu_hash[2] * (sizeof(Address) / 4) +
                          module.gnu_hash[0] - module.gnu_hash[1];
  // They ascend: where the first and the last are inside the first segment, all are. Where there is none,
  // nothing comes of these two.
  if (hints.first->index < module.gnu_hash[1] ||
      reinterpret_cast<Address>(module.symbols + hints.last[-1].index + 1) - module.start >
          module.first_size ||
      reinterpret_cast<Address>(chain + hints.last[-1].index + 1) - module.start > module.first_size)
    return;
  for (const record::Hint &hint : hints) {
    const Symbol &symbol = module.symbols[hint.index];
    if ((chain[hint.index] ^ hint.hash) >> 1 == 0 && symbol.kind() == runtime.hinted_kind &&
        !(program && may_have(*program, hint.hash)))
      set(hint.symbol, module.base + symbol.value);
  }
}

} // namespace weakrt::elf
