// Binding: what the stub does before any other initializer of the plugin runs, and
// again when it is asked to.
#pragma once

#include "stub/core/parts.h"
#include "stub/elf/format.h"
#include "stub/elf/libc.h"
#include "stub/include/weakrt/weakrt.h"

#include <stdint.h>

// What the plugin exports as weakrt_plugin_1, under a name that nobody else sees.
extern "C" [[gnu::visibility("hidden")]] weakrt_plugin_table_1 weakrt_own_table;

namespace weakrt::elf {

/// Binds every runtime that the plugin borrows, each completely or not at all.
/// What fails is a state that can be asked for, never an exit. A second call
/// does nothing.
void bind_plugin();

/// Makes an exit handler of the plugin's destructors (start.cc).
void run_finalizers_at_exit();

/// Lets go of the providers. Nothing of a runtime may be called afterwards.
void release_plugin();

/// Prints a text to stderr.
void print(const char *text);

/// Prints the stories of what failed to stderr.
void print_stories();

/// Binds one runtime now, to the module of this handle or, where it is null, to the
/// one that the rules choose. A result of weakrt_result.
int bind_now(const char *name, void *given);

/// Binds the runtime of this import for a call of it, which is the first or meets the first.
/// Returns the function; never where that fails.
Address bind_call(uint32_t import);

/// The state of a runtime, whose liveness is asked now.
const weakrt_runtime_1 &ask(uint32_t index);

/// Keeps two threads from binding at the same time, by the process that does it. Nobody but
/// a call that cannot go on (bind_call) waits: who holds a lock of the runtime's could wait for ever. A
/// process that was forked meanwhile has only one thread, and starts anew. The thread is kept only by a
/// full stub.
class Turn {
public:
  [[gnu::always_inline]] Turn() {
    int process = getpid();
    mine = __atomic_exchange_n(&weakrt_own_table.binding, process, __ATOMIC_SEQ_CST) != process;
    if (binds_calls && mine)
      __atomic_store_n(&weakrt_own_table.binder, pthread_self(), __ATOMIC_RELAXED);
  }
  ~Turn() {
    if (mine)
      end();
  }
  static void end() {
    if (binds_calls)
      __atomic_store_n(&weakrt_own_table.binder, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&weakrt_own_table.binding, 0, __ATOMIC_RELEASE);
  }
  Turn(const Turn &) = delete;
  Turn &operator=(const Turn &) = delete;

  /// Whether nobody else has it.
  bool mine;
};

} // namespace weakrt::elf
