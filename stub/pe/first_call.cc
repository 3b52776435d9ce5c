#include "stub/pe/first_call.h"

#include "stub/core/binding.h"
#include "stub/pe/bind.h"
#include "stub/pe/kernel32.h"
#include "stub/pe/plugin.h"
#include "stub/pe/process.h"
#include "stub/pe/slots.h"

namespace weakrt::pe {

static Address *slot_of(const record::Import &import) {
  return reinterpret_cast<Address *>(plugin_base() + import.slot);
}

const record::Import *import_of(const Address *slot) {
  RecordView record = plugin_record();
  if (record->flags & record::Header::detached)
    for (const record::Import &import : record.each<record::Import>(record->imports))
      if (slot == slot_of(import) && binds_at_call(record.runtime(import.runtime)))
        return &import;
  return nullptr;
}

[[noreturn]] static void stop_in_the_middle(const char *runtime) {
  print_call_from_inside(runtime);
  end_process();
}

// Others may be here at the same time: one binds, the others wait for it. Unlike a bind by name, a call
// cannot come back with "busy".
static bool bind(const record::Import &import, Address suggested) {
  RecordView record = plugin_record();
  const char *name = record.text(record.runtime(import.runtime).name);
  for (;;) {
    int result = bind_now(name, nullptr, reinterpret_cast<void *>(suggested));
    if (result != WEAKRT_BUSY)
      return result == WEAKRT_DONE;
    if (__atomic_load_n(&weakrt_own_table.binder, __ATOMIC_RELAXED) == GetCurrentThreadId())
      stop_in_the_middle(name);
    Sleep(1);
  }
}

// The module that the function is in, which is the provider or a companion.
static void *module_of(Address function) {
  void *module = nullptr;
  GetModuleHandleExW(FROM_ADDRESS | UNCHANGED_COUNT, reinterpret_cast<void *>(function), &module);
  return module;
}

static void write_slot(Address *slot, Address function) {
  Unsealed page(reinterpret_cast<Address>(slot), sizeof *slot);
  if (page.ok())
    __atomic_store_n(slot, function, __ATOMIC_RELEASE);
}

// All functions of the runtime are bound by the first call of one, and none comes here again. So a hook that
// has another one for some of them is asked for each of them now.
static void ask_for_each(RecordView record, const record::Runtime &runtime, DelayInfo info) {
  if (!__pfnDliNotifyHook2)
    return;
  for (const record::Import &import : record.each<record::Import>(runtime.imports)) {
    info.slot = slot_of(import);
    info.module = module_of(*info.slot);
    info.is_by_name = !(import.name & record::by_ordinal);
    info.name = info.is_by_name
                    ? reinterpret_cast<const char *>(plugin_base() + import.name) + sizeof(uint16_t)
                    : reinterpret_cast<const char *>(Address{import.name & 0xffff});
    if (Address function = notify(note_pre_get_proc_address, info))
      write_slot(info.slot, function);
  }
}

Address bind_call(const record::Import &import, DelayInfo &info) {
  RecordView record = plugin_record();
  const record::Runtime &runtime = record.runtime(import.runtime);
  uint32_t index = import.runtime;
  bool bound = bind(import, notify(note_pre_load_library, info));
  info.error = ERROR_MOD_NOT_FOUND;
  if (!bound && !*ask(index).missing)
    if (Address module = notify_of_failure(fail_load_library, info))
      bound = bind(import, module);
  if (bound)
    ask_for_each(record, runtime, info);
  Address function = bound ? __atomic_load_n(info.slot, __ATOMIC_ACQUIRE) : 0;
  if (function) {
    info.module = module_of(function);
    return function;
  }
  // The provider is there, and lacks this one.
  if (!bound && !*ask(index).missing)
    return 0;
  info.error = ERROR_PROC_NOT_FOUND;
  function = notify_of_failure(fail_get_proc_address, info);
  if (function)
    write_slot(info.slot, function);
  return function;
}

} // namespace weakrt::pe
