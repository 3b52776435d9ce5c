// Keeping two threads from binding at the same time.
#pragma once

#include "stub/core/binding.h"
#include "stub/core/platform.h"

namespace weakrt {

/// By the process that binds. Nobody but a call that cannot go on (bind = "call") waits: who holds a lock of
/// the runtime's could wait for ever. A process that was forked meanwhile has only one thread, and starts
/// anew. The thread is kept only by a full stub.
class Turn {
public:
  [[gnu::always_inline]] Turn() {
    int process = platform::process_number();
    mine = __atomic_exchange_n(&weakrt_own_table.binding, process, __ATOMIC_SEQ_CST) != process;
    if (binds_calls && mine)
      __atomic_store_n(&weakrt_own_table.binder, platform::thread_number(), __ATOMIC_RELAXED);
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

} // namespace weakrt
