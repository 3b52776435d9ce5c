// The plugin's slots: where they are, and how they are written.
//
// A slot is a dynamic relocation whose type is R_<ARCH>_NONE and whose symbol
// index is not zero. The platform loader skips those; for the stub each says
// "write S + A at base + offset", and nothing else is kept about it anywhere.
#pragma once

#include "stub/elf/module.h"

namespace weakrt::elf {

/// Calls `visit(relocation, slot)` for every slot of the plugin.
template <class Visit> void for_each_slot(const Module &plugin, Visit visit) {
  Address base = plugin.base; // what is written may be anything, so else it would be read again for each
  auto *end = reinterpret_cast<const char *>(plugin.relocations) + plugin.relocations_size;
  for (const Relocation *relocation = plugin.relocations;
       relocation < reinterpret_cast<const Relocation *>(end); ++relocation)
    if (relocation->is_slot())
      visit(*relocation, reinterpret_cast<Address *>(base + relocation->offset));
}

/// Slots are writable while one of these lives: the loader has made the pages
/// of PT_GNU_RELRO read-only, and they are read-only again afterwards.
class Unsealed {
public:
  explicit Unsealed(const Module &plugin);
  ~Unsealed();
  Unsealed(const Unsealed &) = delete;
  Unsealed &operator=(const Unsealed &) = delete;

  /// False where the pages could not be made writable.
  bool ok() const { return writable; }

private:
  char *begin = nullptr;
  size_t size = 0;
  bool writable = true;
};

} // namespace weakrt::elf
