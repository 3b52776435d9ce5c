// Finding the provider of one runtime: the module, and what belongs to it.
#pragma once

#include "stub/core/record_view.h"
#include "stub/core/text.h"
#include "stub/elf/module.h"
#include "stub/include/weakrt/weakrt.h"

namespace weakrt::elf {

inline constexpr uint32_t max_companions = 4;

struct Provider {
  weakrt_ownership ownership = WEAKRT_ABSENT;
  Module module = {};
  Module companions[max_companions] = {};
  uint32_t companion_count = 0;
  /// The references that keep the modules loaded, from dlopen.
  void *handle = nullptr;
  void *companion_handles[max_companions] = {};
  /// What the provider says its version is; "" where it was not asked.
  char version[32] = "";
  /// The main program has the runtime too, but was not chosen: nothing of it
  /// may be mixed in.
  bool beside_main_program = false;
};

/// Finds the runtime in the process or loads it, checks its version, and holds
/// on to it. False where that fails; the story then tells everything that was
/// looked at, and nothing is held.
bool find_provider(const RecordView &record, const record::Runtime &runtime, Provider &provider, Text &story);

/// Makes of a provider that is bound what must not be made of one that is not:
/// global where the manifest says so, and never unloaded where it is owned.
void keep(const record::Runtime &runtime, const Provider &provider);

/// Lets go of a provider: a hosted one may be unloaded again.
void release(Provider &provider);

} // namespace weakrt::elf
