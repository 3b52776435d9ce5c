// Coming first and leaving last.
//
// The stub is entered through DT_INIT, which the linker front has rewritten to
// weakrt_init: DT_INIT runs before .init_array, so before every constructor of
// the plugin whatever its priority, and what DT_INIT was before is called from
// here. A constructor of our own would lose to a user's .init function, to lower
// priorities, and to link order.
//
// The way out is as delicate. With the dependency on the runtime gone, the loader
// no longer knows that the plugin's destructors must run before the runtime's:
// at exit it would run them after. So DT_FINI_ARRAY and DT_FINI were taken over
// too. They run from an exit handler that is registered before any of the
// plugin's own: handlers run in reverse, so the plugin's come first, then its
// destructors, and the runtime's after both, as in a plugin linked hard.
#include "stub/elf/bind.h"
#include "stub/elf/libc.h"
#include "stub/elf/plugin.h"

namespace weakrt::elf {

/// The identity of our exit handler; the plugin's own handlers have another
/// (__dso_handle, which a plugin linked with -nostartfiles does not have).
static char exit_identity;
/// Whether the plugin is being unloaded, as opposed to the process ending.
static bool unloading;

static void run_finalizers(void *) {
  RecordView record = plugin_record();
  auto *array = reinterpret_cast<void (**)()>(beside_record(record->fini_array));
  for (uint64_t i = record->fini_count; i-- > 0;)
    array[i]();
  if (auto *fini = reinterpret_cast<void (*)()>(beside_record(record->fini)))
    fini();
  // When the process ends everything goes anyway, and in an order of its own.
  if (unloading)
    release_plugin();
}

} // namespace weakrt::elf

extern "C" {

[[gnu::visibility("hidden")]] void weakrt_init(int argc, char **argv, char **environment) {
  using namespace weakrt::elf;
  bind_plugin();
  weakrt::RecordView record = plugin_record();
  if (!(record->flags & weakrt::record::Header::detached))
    return;
  __cxa_atexit(run_finalizers, nullptr, &exit_identity);
  if (auto *init = reinterpret_cast<void (*)(int, char **, char **)>(beside_record(record->init)))
    init(argc, argv, environment);
}

[[gnu::visibility("hidden")]] void weakrt_fini() {
  weakrt::elf::unloading = true;
  __cxa_finalize(&weakrt::elf::exit_identity);
}

} // extern "C"

// Never the first to bind where DT_INIT is honoured; here so that the stub is
// bound on a loader that ignores it, and as a root that --gc-sections keeps.
[[gnu::section(".init_array"), gnu::used]] static void (*const fallback)() = [] {
  weakrt::elf::bind_plugin();
};
