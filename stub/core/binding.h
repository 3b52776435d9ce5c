// Binding: what the stub does before any other initializer of the plugin runs, and again when it is asked
// to. What is not the same for every format is in platform.h.
#pragma once

#include "stub/include/weakrt/weakrt.h"

#include <stdint.h>

// What the plugin exports as weakrt_plugin_1, under a name that nobody else sees.
extern "C" [[gnu::visibility("hidden")]] weakrt_plugin_table_1 weakrt_own_table;

namespace weakrt {

/// Binds every runtime that the plugin borrows, each completely or not at all.
/// What fails is a state that can be asked for, never an exit. A second call
/// does nothing.
void bind_plugin();

/// Lets go of the providers. Nothing of a runtime may be called afterwards.
void release_plugin();

/// Prints the stories of what failed to stderr.
void print_stories();

/// Prints that a first call of this runtime (bind = "call") came from inside of another one.
void print_call_from_inside(const char *runtime);

/// Binds one runtime now, to the module of the handle `given` or, where that is null, to the
/// one that the rules choose; to that of `suggested`, where that is not null and its module is this runtime.
/// A result of weakrt_result.
int bind_now(const char *name, void *given, void *suggested = nullptr);

/// Whether the plugin is not to be loaded, because a runtime without which it does not want to be could not
/// be bound (on-failure = "refuse").
bool is_refused();

/// The state of a runtime, whose liveness is asked now.
const weakrt_runtime_1 &ask(uint32_t index);

} // namespace weakrt
