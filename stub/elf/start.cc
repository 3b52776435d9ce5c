// Coming first and leaving last.
//
// The stub is entered through DT_INIT, which the linker front has rewritten to
// weakrt_init: DT_INIT runs before .init_array, so before every constructor of
// the plugin whatever its priority, and what DT_INIT was before is called from
// here. A constructor of our own would lose to a user's .init function, to lower
// priorities, and to link order.
//
// Some C libraries do not call DT_INIT and DT_FINI: glibc on RISC-V and LoongArch, musl on
// Arm and AArch64, too. So DT_INIT_ARRAY and DT_FINI_ARRAY were rewritten as well: they are
// arrays of one, weakrt_init_array and weakrt_fini_array, and what they were before is
// called from here.
//
// The way out is as delicate. With the dependency on the runtime gone, the loader
// no longer knows that the plugin's destructors must run before the runtime's:
// at exit it would run them after. So DT_FINI_ARRAY and DT_FINI run from an exit
// handler that is registered before any of the plugin's own: handlers run in
// reverse, so the plugin's come first, then its destructors, and the runtime's
// after both, as in a plugin linked hard.
#include "stub/core/binding.h"
#include "stub/elf/bind.h"
#include "stub/elf/libc.h"
#include "stub/elf/plugin.h"

namespace weakrt::elf {

using Start = void (*)(int, char **, char **);
using Exit = void (*)();

/// The identity of our exit handler; the plugin's own handlers have another
/// (__dso_handle, which a plugin linked with -nostartfiles does not have).
static char exit_identity;
/// Whether the plugin is being unloaded, as opposed to the process ending.
static bool unloading;
/// What DT_FINI was, where the C library would have called it.
static Exit fini;

static void run_finalizers(void *) {
  RecordView record = plugin_record();
  auto *array = reinterpret_cast<Exit *>(beside_record(record->fini_array));
  for (uint64_t i = record->fini_count; i-- > 0;)
    array[i]();
  if (fini)
    fini();
  // When the process ends everything goes anyway, and in an order of its own.
  if (unloading)
    release_plugin();
}

void run_finalizers_at_exit() {
  __cxa_atexit(run_finalizers, nullptr, &exit_identity);
}

static void start_array(int argc, char **argv, char **environment) {
  bind_plugin();
  RecordView record = plugin_record();
  auto *array = reinterpret_cast<Start *>(beside_record(record->init_array));
  for (uint64_t i = 0; i < record->init_count; ++i)
    array[i](argc, argv, environment);
}

} // namespace weakrt::elf

extern "C" {

[[gnu::visibility("hidden")]] void weakrt_init(int argc, char **argv, char **environment) {
  using namespace weakrt::elf;
  weakrt::bind_plugin();
  weakrt::RecordView record = plugin_record();
  fini = reinterpret_cast<Exit>(beside_record(record->fini));
  if (auto init = reinterpret_cast<Start>(beside_record(record->init)))
    init(argc, argv, environment);
}

[[gnu::visibility("hidden")]] void weakrt_fini() {
  weakrt::elf::unloading = true;
  __cxa_finalize(&weakrt::elf::exit_identity);
}

[[gnu::visibility("hidden")]] extern void (*const weakrt_init_array)(int, char **, char **);
void (*const weakrt_init_array)(int, char **, char **) = weakrt::elf::start_array;
[[gnu::visibility("hidden")]] extern void (*const weakrt_fini_array)();
void (*const weakrt_fini_array)() = weakrt_fini;

} // extern "C"

// So that every plugin has both arrays.
static void nothing() {}
[[gnu::section(".init_array"), gnu::used]] static void (*const in_init_array)() = nothing;
[[gnu::section(".fini_array"), gnu::used]] static void (*const in_fini_array)() = nothing;
