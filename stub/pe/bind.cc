#include "stub/pe/bind.h"

#include "stub/core/binding.h"
#include "stub/core/strings.h"
#include "stub/pe/environment.h"
#include "stub/pe/first_call.h"
#include "stub/pe/plugin.h"
#include "stub/pe/pseudo_relocations.h"
#include "stub/pe/slots.h"

namespace weakrt::pe {

/// What a data import points into until it is bound; address space costs nothing.
static constexpr size_t guard_size = sizeof(Address) == 8 ? size_t{128} << 20 : size_t{16} << 20;
static void *guard;

/// The paths of the providers: what is told of a runtime lives as long as the plugin.
static char *provider_paths[record::max_runtimes];

// Imports stand in the order of their slots, and all slots of a runtime are in one section
// (linkplugin/pe/detach.cc sees to that), so that the pages from the first to the last are protected alike.
static bool write_slots(RecordView record, const record::Runtime &runtime, Story &story) {
  Each<record::Import> imports = record.each<record::Import>(runtime.imports);
  if (imports.first == imports.last)
    return true;
  Address base = plugin_base(), first = base + imports.first->slot;
  Unsealed slots(first, base + imports.last[-1].slot + sizeof(Address) - first);
  bool written = slots.ok();
  if (written)
    for (const record::Import &import : imports) {
      auto &slot = *reinterpret_cast<Address *>(base + import.slot);
      Address before = slot;
      slot = Process::address_for(import);
      written &= move_pseudo_relocations(record, import.slot, slot - before);
    }
  return written || story.tell("\n  the plugin's pages cannot be made writable");
}

bool write_imports(RecordView record, const record::Runtime &runtime, const Provider<Process> &,
                   Story &story) {
  return write_slots(record, runtime, story);
}

void end_process() {
  constexpr uint32_t code_of_abort = 3;
  for (;;)
    TerminateProcess(GetCurrentProcess(), code_of_abort);
}

void stop() {
  print_stories();
  end_process();
}

// Without the runtime an optional function is null. Any other one that is bound at its first call has a slot
// that leads to its thunk, and stays as it is.
static Address trap_for(const record::Runtime &runtime, const record::Import &import) {
  if (import.optional)
    return 0;
  if (binds_at_call(runtime))
    return *reinterpret_cast<const Address *>(plugin_base() + import.slot);
  if (import.kind != record::Import::data)
    return reinterpret_cast<Address>(&stop);
  if (!guard)
    guard = VirtualAlloc(nullptr, guard_size, MEM_RESERVE, PAGE_NOACCESS);
  // In the middle, for what is before a datum too. Without address space for a guard: not null, and in the
  // first page, which is never mapped.
  return guard ? reinterpret_cast<Address>(guard) + guard_size / 2 : 1;
}

// Rule 7.
void set_traps(RecordView record, const record::Runtime &runtime, Story &story) {
  for (const record::Import &import : record.each<record::Import>(runtime.imports))
    Process::set(import, trap_for(runtime, import));
  write_slots(record, runtime, story);
}

void keep(const record::Runtime &, const Provider<Process> &provider) {
  void *module;
  if (provider.ownership == WEAKRT_OWNED)
    GetModuleHandleExW(FROM_ADDRESS | PIN, reinterpret_cast<void *>(provider.parts[0]->base), &module);
}

void describe(uint32_t index, const Module &module, weakrt_runtime_1 &told) {
  if (module.is_main_program)
    return;
  uint32_t size = static_cast<uint32_t>(strlen(module.path)) + 1;
  auto *path = static_cast<char *>(VirtualAlloc(nullptr, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
  if (!path)
    return;
  memcpy(path, module.path, size);
  told.provider = provider_paths[index] = path;
}

void prepare(RecordView record) {
  remember_pseudo_relocations(record);
  read_debug_topics();
}

void release(RecordView) {
  if (guard)
    VirtualFree(guard, 0, MEM_RELEASE);
  for (char *path : provider_paths)
    if (path)
      VirtualFree(path, 0, MEM_RELEASE);
}

} // namespace weakrt::pe
