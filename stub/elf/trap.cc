#include "stub/elf/trap.h"

#include "stub/core/binding.h"
#include "stub/elf/libc.h"
#include "stub/include/weakrt/record.h"

namespace weakrt::elf {

static void *guard;

[[noreturn]] void stop() {
  print_stories();
  abort();
}

Address trap_for(uint8_t kind) {
  if (kind != record::Import::data)
    return reinterpret_cast<Address>(&stop);
  if (!guard)
    guard = map_memory(guard_size, PROT_NONE, MAP_NORESERVE);
  // In the middle, for what is before a datum too. Without address space for a guard: not
  // null, and in the first page, which is never mapped.
  return guard ? reinterpret_cast<Address>(guard) + guard_size / 2 : 1;
}

void release_traps() {
  if (guard)
    munmap(guard, guard_size);
  guard = nullptr;
}

} // namespace weakrt::elf
