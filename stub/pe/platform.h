// PE and Windows, for stub/core/platform.h.
#pragma once

#include "stub/core/binding.h"
#include "stub/pe/bind.h"
#include "stub/pe/environment.h"
#include "stub/pe/plugin.h"

namespace weakrt::pe {

using Attempt = Scratch;

inline bool has_slots() {
  return true;
}
inline int process_number() {
  return static_cast<int>(GetCurrentProcessId());
}
inline unsigned long thread_number() {
  return GetCurrentThreadId();
}
/// Windows loads one library after the other.
inline void wait_for_turn() {
  weakrt_own_table.binding = process_number();
}
inline bool is_others_turn() {
  return false;
}
/// start.cc calls what runs when the plugin goes.
inline void run_finalizers_at_exit() {}

} // namespace weakrt::pe

namespace weakrt {
namespace platform = pe;
}
