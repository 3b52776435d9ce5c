// ELF and POSIX, for stub/core/platform.h.
#pragma once

#include "stub/core/binding.h"
#include "stub/elf/bind.h"
#include "stub/elf/environment.h"
#include "stub/elf/plugin.h"
#include "stub/elf/queue.h"

namespace weakrt::elf {

using Attempt = Scratch;

inline const char *own_label() {
  return self.label;
}
inline bool has_slots() {
  return self.dynamic;
}
inline int process_number() {
  return getpid();
}
inline unsigned long thread_number() {
  return pthread_self();
}
inline void wait_for_turn() {
  if (binds_in_turn)
    queue_up();
  else
    weakrt_own_table.binding = getpid();
}
inline bool is_others_turn() {
  return binds_in_turn && is_another_bound();
}

} // namespace weakrt::elf

namespace weakrt {
namespace platform = elf;
}
