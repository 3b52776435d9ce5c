#include "stub/elf/bind.h"

#include "stub/elf/environment.h"
#include "stub/elf/first_call.h"
#include "stub/elf/plugin.h"
#include "stub/elf/slots.h"
#include "stub/elf/thread_locals.h"
#include "stub/elf/trap.h"

namespace weakrt::elf {

/// Whose slots hold traps; asked only where that matters.
[[maybe_unused]] static bool trapped[record::max_runtimes];

// Counted: not every target has an instruction that divides by the size of a Runtime.
[[maybe_unused]] static bool &is_trapped(RecordView record, const record::Runtime &runtime) {
  uint32_t index = 0;
  while (&record.runtime(index) != &runtime)
    ++index;
  return trapped[index];
}

static bool write_slots(RecordView record, const record::Runtime &runtime, Story &story) {
  Unsealed unsealed(self);
  if (!unsealed.ok())
    return story.tell("\n  the plugin's pages cannot be made writable");
  for_each_slot(self, [](const Relocation &relocation, Address *slot) {
    if (Address address = Process::address_for(relocation.symbol()))
      *slot = address + addend_of(relocation, slot);
  });
  if (binds_thread_locals)
    write_thread_locals(record, runtime);
  return true;
}

static Address trap_of(RecordView record, const record::Import &import) {
  if (import.optional || (binds_thread_locals && import.kind == record::Import::thread_local_data))
    return 0;
  if (import.kind != record::Import::data && binds_at_call(record.runtime(import.runtime)))
    return thunk_for(record, import);
  return trap_for(import.kind);
}

// Where a slot holds its addend, a late binding finds the sum of that and the trap: what is added then is
// the way from there to the function. `sign` 1 takes the traps off the addresses, -1 puts them back.
[[maybe_unused]] static void subtract_traps(RecordView record, const record::Runtime &runtime, int sign) {
  for (const record::Import &import : record.each<record::Import>(runtime.imports))
    if (Address address = Process::address_for(import.symbol))
      Process::set(import, address - static_cast<Address>(sign) * trap_of(record, import));
}

// Rule 7: a call of an unbound function tells the story; an unbound datum is in
// a page that cannot be read. Optional imports stay null.
void set_traps(RecordView record, const record::Runtime &runtime, Story &story) {
  for (const record::Import &import : record.each<record::Import>(runtime.imports))
    Process::set(import, trap_of(record, import));
  if (binds_thread_locals)
    trap_thread_locals(record, runtime);
  write_slots(record, runtime, story);
  if constexpr (addend_is_in_slot)
    is_trapped(record, runtime) = true;
}

// Makes of a provider that is bound what must not be made of one that is not:
// global where the manifest says so, and never unloaded where it is owned:
// unloading it under its own live threads would kill the process.
void keep(const record::Runtime &runtime, const Provider<Process> &provider) {
  int flags = (runtime.flags & record::Runtime::global) && Process::main_program() ? RTLD_GLOBAL : 0;
  if (provider.ownership == WEAKRT_OWNED)
    flags |= RTLD_NODELETE;
  if (void *handle = flags ? Process::hold_with(*provider.parts[0], flags) : nullptr)
    dlclose(handle);
}

bool write_imports(RecordView record, const record::Runtime &runtime, const Provider<Process> &provider,
                   Story &story) {
  bool holds_traps = addend_is_in_slot && is_trapped(record, runtime);
  if (holds_traps)
    subtract_traps(record, runtime, 1);
  if ((binds_thread_locals && !find_thread_locals(record, runtime, provider, story)) ||
      !write_slots(record, runtime, story))
    return false;
  // A process that is forked from now on must not take these for traps.
  if constexpr (addend_is_in_slot)
    is_trapped(record, runtime) = false;
  if (binds_calls) {
    if (holds_traps)
      subtract_traps(record, runtime, -1);
    open_thunks(record, runtime);
  }
  return true;
}

void describe(uint32_t, const Module &module, weakrt_runtime_1 &told) {
  Bytes id = build_id(module);
  told.build_id = id.data;
  told.build_id_size = id.size;
  told.provider = module.name;
}

void prepare(RecordView record) {
  read_debug_topics();
  if (binds_calls)
    prepare_thunks(record);
}

void release(RecordView record) {
  release_traps();
  if (binds_calls)
    release_thunks(record);
  if (binds_thread_locals)
    release_thread_locals(record);
}

void print(const char *text) {
  write(2, text, strlen(text));
}

} // namespace weakrt::elf
