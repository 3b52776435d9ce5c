// What delayed imports are linked to: the C runtime's names for these functions, so that its own are not
// linked.
#include "stub/pe/bind.h"
#include "stub/pe/delay.h"
#include "stub/pe/first_call.h"
#include "stub/pe/kernel32.h"
#include "stub/pe/plain_delay.h"
#include "stub/pe/plugin.h"
#include "stub/pe/texts.h"

namespace weakrt::pe {

// Thunks are in the plugin, and what they lead to is not.
static bool is_thunk(Address address) {
  return address - plugin_base() < own_headers().image_size;
}

static DelayInfo info_of(const DelayDescriptor &descriptor, Address *slot) {
  Address base = plugin_base();
  auto index = static_cast<uint32_t>(slot - reinterpret_cast<Address *>(base + descriptor.slots));
  Address entry = reinterpret_cast<const Address *>(base + descriptor.names)[index];
  // The highest bit says that the rest is an ordinal.
  bool is_ordinal = entry >> (sizeof entry * 8 - 1);
  return {.size = sizeof(DelayInfo),
          .descriptor = &descriptor,
          .slot = slot,
          .library = reinterpret_cast<const char *>(base + descriptor.name),
          .is_by_name = !is_ordinal,
          .name =
              reinterpret_cast<const char *>(is_ordinal ? entry & 0xffff : base + entry + sizeof(uint16_t)),
          .module = nullptr,
          .function = 0,
          .error = 0};
}

// The first hook may do all by itself; then nothing is written. Returns 0 where nobody has the function, and
// info.error says why.
static Address find(DelayInfo &info, const record::Import *import) {
  info.function = notify(note_start, info);
  if (!info.function)
    info.function = import ? bind_call(*import, info) : load_function(info);
  if (!info.function)
    return 0;
  info.error = 0;
  notify(note_end, info);
  return info.function;
}

static bool load(const DelayDescriptor &descriptor, Address *slot, uint32_t &error) {
  DelayInfo info = info_of(descriptor, slot);
  const record::Import *import = import_of(slot);
  bool found = find(info, import) || (import && import->optional && info.error == ERROR_PROC_NOT_FOUND);
  error = info.error;
  return found;
}

} // namespace weakrt::pe

extern "C" {

/// No hook of the user's.
[[gnu::used]] extern weakrt::pe::DelayHook *const weakrt_no_hook = nullptr;

/// Where a slot leads by now; 0 where that is still its thunk. Called before a register is saved.
[[gnu::used]] weakrt::pe::Address weakrt_delay_loaded(const weakrt::pe::Address *slot) {
  weakrt::pe::Address function = __atomic_load_n(slot, __ATOMIC_ACQUIRE);
  return weakrt::pe::is_thunk(function) ? 0 : function;
}

/// Finds the function for a call through its thunk. Never comes back without one. The function may tell
/// people what GetLastError means: it is kept, too.
[[gnu::used]] weakrt::pe::Address weakrt_delay_load(const weakrt::pe::DelayDescriptor *descriptor,
                                                    weakrt::pe::Address *slot) {
  using namespace weakrt;
  using namespace weakrt::pe;
  uint32_t error = GetLastError();
  DelayInfo info = info_of(*descriptor, slot);
  const record::Import *import = import_of(slot);
  Address function = find(info, import);
  if (!function && import)
    stop();
  if (!function)
    function = raise(info);
  SetLastError(error);
  return function;
}

/// Binds or loads all that is imported from one library, which is 0 (S_OK), or says what is not there. The C
/// runtime's own ends in an exception then.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
[[gnu::used]] int32_t __stdcall __HrLoadAllImportsForDll(const char *library) {
  using namespace weakrt;
  using namespace weakrt::pe;
  constexpr uint32_t facility_win32 = 0x80070000;
  const Headers &headers = own_headers();
  Address base = plugin_base();
  uint32_t table =
      headers.directory_count > delay_directory ? headers.directories[delay_directory].address : 0;
  auto *descriptor = reinterpret_cast<const DelayDescriptor *>(base + table);
  for (; table && descriptor->name; ++descriptor) {
    if (!same_name(reinterpret_cast<const char *>(base + descriptor->name), library))
      continue;
    auto *slot = reinterpret_cast<Address *>(base + descriptor->slots);
    uint32_t error;
    for (auto *name = reinterpret_cast<const Address *>(base + descriptor->names); *name; ++name, ++slot)
      if (is_thunk(*slot) && !load(*descriptor, slot, error))
        return static_cast<int32_t>(facility_win32 | error);
    return 0;
  }
  return static_cast<int32_t>(facility_win32 | ERROR_MOD_NOT_FOUND);
}

/// A library is unloaded where the linker has written which words its slots held before (/DELAY:UNLOAD). No
/// linker that weakrt links with writes that: there is none, which is 0 (FALSE).
// NOLINTNEXTLINE(bugprone-reserved-identifier)
[[gnu::used]] int32_t __stdcall __FUnloadDelayLoadedDLL2(const char *) {
  return 0;
}

} // extern "C"
