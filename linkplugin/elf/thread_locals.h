// Imports that are thread-local variables: what belongs into their slots is no address,
// because each thread has another ("ELF Handling For Thread-Local Storage").
#pragma once

#include "linkplugin/elf/image.h"
#include "linkplugin/elf/imports.h"
#include "stub/include/weakrt/record.h"

#include <optional>
#include <string>
#include <vector>

namespace weakrt::elf {

/// A slot of a thread-local import, as the link made it.
struct ThreadLocalSlot {
  uint32_t symbol; ///< index into .dynsym
  record::ThreadLocalSlot::Kind kind;
  uint64_t address; ///< link-time address
  int64_t addend;
};

/// All slots of the imports, which are sorted by symbol; those of one import follow each other.
Result<std::vector<ThreadLocalSlot>> find_thread_local_slots(const Image &image,
                                                             const std::vector<Import> &imports);

/// The kind of slot that a relocation of this type fills, or nothing: it is not for a
/// thread-local variable.
std::optional<record::ThreadLocalSlot::Kind> thread_local_kind(const Machine &machine, uint32_t type);

/// Why weakrt cannot bind slots of this kind, and what to do about it; or nothing.
struct Unbindable {
  std::string why;
  std::string help;
};
std::optional<Unbindable> why_unbindable(const Image &image, record::ThreadLocalSlot::Kind kind);

} // namespace weakrt::elf
