#include "stub/elf/first_call.h"

#include "stub/core/binding.h"
#include "stub/elf/bind.h"
#include "stub/elf/plugin.h"
#include "stub/elf/process.h"
#include "stub/elf/trap.h"

using weakrt::elf::Address;

extern "C" {

/// In the object file that weakrt adds to the link: a head, and as large each a thunk for every import.
[[gnu::visibility("hidden")]] extern const char weakrt_thunks[];

// Machine code refers to these three.

/// Which vector registers there are, where that differs (arch/*_call.cc).
[[gnu::visibility("hidden"), gnu::used]] unsigned long weakrt_hwcap;

/// By import; 0 where it is not bound.
[[gnu::visibility("hidden"), gnu::used]] Address *weakrt_targets;

/// Binds the runtime of this import. Returns the function.
[[gnu::visibility("hidden"), gnu::used]] Address weakrt_bind_call(uint32_t index) {
  return weakrt::elf::bind_call(index);
}

} // extern "C"

namespace weakrt::elf {

static size_t targets_size(RecordView record) {
  return record->imports.count * sizeof(Address);
}

static uint32_t index_of(RecordView record, const record::Import &import) {
  return static_cast<uint32_t>(&import - record.each<record::Import>(record->imports).first);
}

void prepare_thunks(RecordView record) {
  weakrt_hwcap = getauxval(AT_HWCAP);
  for (const record::Runtime &runtime : record.each<record::Runtime>(record->runtimes))
    if (binds_at_call(runtime) && !weakrt_targets)
      weakrt_targets =
          static_cast<Address *>(map_memory(targets_size(record), PROT_READ | PROT_WRITE, MAP_POPULATE));
}

void release_thunks(RecordView record) {
  if (weakrt_targets)
    munmap(weakrt_targets, targets_size(record));
  weakrt_targets = nullptr;
}

Address thunk_for(RecordView record, const record::Import &import) {
  return reinterpret_cast<Address>(weakrt_thunks) +
         Address{index_of(record, import) + 1} * record::thunk_size;
}

void open_thunks(RecordView record, const record::Runtime &runtime) {
  if (!weakrt_targets)
    return;
  for (const record::Import &import : record.each<record::Import>(runtime.imports))
    __atomic_store_n(weakrt_targets + index_of(record, import), Process::address_for(import.symbol),
                     __ATOMIC_RELEASE);
}

[[noreturn]] static void stop_in_the_middle(const char *runtime) {
  print_call_from_inside(runtime);
  abort();
}

// Others may be here at the same time: one binds, the others wait for it. Unlike a bind by name, a call
// cannot come back with "busy". The function may tell people what errno means: it is kept, too. A thread that
// was cancelled in here would leave the others waiting for ever.
Address bind_call(uint32_t index) {
  int error = *__errno_location(), cancelling;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancelling);
  RecordView record = plugin_record();
  const record::Import &import = record.each<record::Import>(record->imports).first[index];
  const char *name = record.text(record.runtime(import.runtime).name);
  for (;;) {
    int result = bind_now(name, nullptr);
    if (Address target = weakrt_targets ? __atomic_load_n(weakrt_targets + index, __ATOMIC_ACQUIRE) : 0) {
      pthread_setcancelstate(cancelling, nullptr);
      *__errno_location() = error;
      return target;
    }
    if (result != WEAKRT_BUSY)
      stop();
    if (__atomic_load_n(&weakrt_own_table.binder, __ATOMIC_RELAXED) == pthread_self())
      stop_in_the_middle(name);
    poll(nullptr, 0, 1);
  }
}

} // namespace weakrt::elf
