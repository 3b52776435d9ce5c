// Coming first and leaving last.
//
// The linker front has rewritten the image's entry point to weakrt_entry, which runs before the C runtime's
// own, so before mingw's pseudo-relocator, constructors and DllMain; what the entry was before is called from
// here. TLS callbacks run even earlier, so where the image has any, weakrt_callback is the first of them.
// Whichever comes first binds. A callback alone would not do: without a TLS directory it silently never runs.
#include "stub/core/binding.h"
#include "stub/pe/plugin.h"

namespace weakrt::pe {

enum : uint32_t { DLL_PROCESS_DETACH = 0, DLL_PROCESS_ATTACH = 1 };

/// What the entry point was before, or nullptr.
template <class Entry> static Entry *entry_before() {
  int64_t distance = weakrt_record.init;
  return distance ? reinterpret_cast<Entry *>(reinterpret_cast<Address>(&weakrt_record) +
                                              static_cast<Address>(distance))
                  : nullptr;
}

/// Windows was told that this library cannot be loaded (on-failure = "refuse").
static bool refused;

} // namespace weakrt::pe

extern "C" {

// Windows tells a library that it refused at once that it goes: then the C runtime, which has not begun, is
// not asked to end.
[[gnu::used]] int __stdcall weakrt_entry(void *module, uint32_t reason, void *process_ends) {
  using namespace weakrt;
  using namespace weakrt::pe;
  if (reason == DLL_PROCESS_ATTACH) {
    bind_plugin();
    refused = is_refused();
  }
  auto *before = entry_before<int __stdcall(void *, uint32_t, void *)>();
  int result = refused ? 0 : before ? before(module, reason, process_ends) : 1;
  // When the process ends everything goes anyway.
  if (reason == DLL_PROCESS_DETACH && !process_ends)
    release_plugin();
  return result;
}

/// An executable's.
[[gnu::used]] uint32_t __stdcall weakrt_start(void *environment) {
  weakrt::bind_plugin();
  auto *before = weakrt::pe::entry_before<uint32_t __stdcall(void *)>();
  return before ? before(environment) : 0;
}

[[gnu::used]] void __stdcall weakrt_callback(void *, uint32_t reason, void *) {
  if (reason == weakrt::pe::DLL_PROCESS_ATTACH)
    weakrt::bind_plugin();
}

} // extern "C"

// The C runtime makes of such sections the array of callbacks; where it is not linked it is a word that
// nobody reads.
[[gnu::section(".CRT$XLAA"), gnu::used]] static void(__stdcall *const callback)(void *, uint32_t,
                                                                                void *) = weakrt_callback;
