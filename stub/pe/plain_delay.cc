#include "stub/pe/plain_delay.h"

#include "stub/pe/kernel32.h"
#include "stub/pe/plugin.h"
#include "stub/pe/slots.h"
#include "stub/pe/texts.h"

namespace weakrt::pe {

// The current directory and PATH are not looked in, as for everything else that the stub loads.
static void *load(const char *library) {
  wchar_t name[1024];
  widen(library, name, sizeof name / sizeof *name);
  return LoadLibraryExW(name, nullptr, SEARCH_DEFAULT_DIRS);
}

// The reference is nobody's: the library stays. Two threads that load it at the same time hold it twice.
static void *load_module(DelayInfo &info) {
  auto module = notify(note_pre_load_library, info);
  if (!module)
    module = reinterpret_cast<Address>(load(info.library));
  if (!module) {
    info.error = GetLastError();
    module = notify_of_failure(fail_load_library, info);
  }
  return reinterpret_cast<void *>(module);
}

Address load_function(DelayInfo &info) {
  auto *place = reinterpret_cast<void **>(plugin_base() + info.descriptor->module);
  info.module = __atomic_load_n(place, __ATOMIC_ACQUIRE);
  if (!info.module) {
    info.module = load_module(info);
    if (!info.module)
      return 0;
    Unsealed page(reinterpret_cast<Address>(place), sizeof *place);
    if (page.ok())
      __atomic_store_n(place, info.module, __ATOMIC_RELEASE);
  }
  Address function = notify(note_pre_get_proc_address, info);
  if (!function)
    function = reinterpret_cast<Address>(GetProcAddress(info.module, info.name));
  if (!function) {
    info.error = GetLastError();
    function = notify_of_failure(fail_get_proc_address, info);
  }
  if (!function)
    return 0;
  Unsealed page(reinterpret_cast<Address>(info.slot), sizeof *info.slot);
  if (page.ok())
    __atomic_store_n(info.slot, function, __ATOMIC_RELEASE);
  return function;
}

Address raise(DelayInfo &info) {
  constexpr uint32_t severity_error = 0xc0000000, facility_visual_cpp = 0x6d << 16;
  uint32_t error = info.module ? ERROR_PROC_NOT_FOUND : ERROR_MOD_NOT_FOUND;
  auto argument = reinterpret_cast<Address>(&info);
  RaiseException(severity_error | facility_visual_cpp | error, 0, 1, &argument);
  return info.function;
}

} // namespace weakrt::pe
