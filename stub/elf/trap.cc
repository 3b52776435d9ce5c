#include "stub/elf/trap.h"

#include "stub/elf/libc.h"
#include "stub/include/weakrt/record.h"

namespace weakrt::elf {

// Larger than what is looked into through a data import; address space costs nothing.
static constexpr size_t guard_size = size_t{64} << 20;
static void *guard;

[[noreturn]] static void trap() {
  static const char head[] = "weakrt: a function of a runtime was called that this plugin is not bound to\n";
  write(2, head, sizeof head - 1);
  print_stories();
  abort();
}

Address trap_for(uint8_t kind) {
  if (kind != record::Import::data)
    return reinterpret_cast<Address>(&trap);
  if (!guard) {
    guard = mmap(nullptr, guard_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (guard == reinterpret_cast<void *>(-1))
      guard = nullptr;
  }
  // Without address space for a guard: not null, and in the first page, which is never mapped.
  return guard ? reinterpret_cast<Address>(guard) : 1;
}

void release_traps() {
  if (guard)
    munmap(guard, guard_size);
  guard = nullptr;
}

} // namespace weakrt::elf
