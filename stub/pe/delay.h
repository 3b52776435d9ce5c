// Delay-loading as Windows' linkers and their users know it: the structures and numbers of Microsoft's
// <delayimp.h>, in this house's spelling, and the user's hooks.
#pragma once

#include "stub/pe/format.h"

namespace weakrt::pe {

/// "Delay-Load Directory Table": the imports of one library. All addresses are distances from the image's
/// base; the last has no name.
struct DelayDescriptor {
  uint32_t attributes;
  uint32_t name;
  uint32_t module; ///< of a word: the library, once somebody has loaded it
  uint32_t slots;
  uint32_t names; ///< of as many words as there are slots, and a 0
  uint32_t bound_slots;
  uint32_t unload_slots;
  uint32_t time;
};
static_assert(sizeof(DelayDescriptor) == 32);

/// What a hook is told of.
enum Notification : uint32_t {
  note_start = 0,                ///< dliNoteStartProcessing
  note_pre_load_library = 1,     ///< dliNotePreLoadLibrary
  note_pre_get_proc_address = 2, ///< dliNotePreGetProcAddress
  fail_load_library = 3,         ///< dliFailLoadLib
  fail_get_proc_address = 4,     ///< dliFailGetProc
  note_end = 5                   ///< dliNoteEndProcessing
};

/// DelayLoadInfo.
struct DelayInfo {
  uint32_t size;
  const DelayDescriptor *descriptor;
  Address *slot;
  const char *library;
  int32_t is_by_name;
  const char *name; ///< or the ordinal
  void *module;
  Address function;
  uint32_t error;
};
static_assert(sizeof(DelayInfo) == (sizeof(Address) == 8 ? 72 : 36));

/// PfnDliHook. Returns what takes the place of what would be found: a module, or a function.
using DelayHook = Address __stdcall(uint32_t notification, DelayInfo *info);

/// Where the user has no hook an alias (arch/*_call.cc) makes of these weakrt_no_hook, which is null. A weak
/// symbol would not do: a hook in an archive would not be linked.
extern "C" DelayHook *const __pfnDliNotifyHook2;  // NOLINT(bugprone-reserved-identifier)
extern "C" DelayHook *const __pfnDliFailureHook2; // NOLINT(bugprone-reserved-identifier)

/// What the hook returns; 0 without one.
inline Address notify(Notification what, DelayInfo &info) {
  return __pfnDliNotifyHook2 ? __pfnDliNotifyHook2(what, &info) : 0;
}
inline Address notify_of_failure(Notification what, DelayInfo &info) {
  return __pfnDliFailureHook2 ? __pfnDliFailureHook2(what, &info) : 0;
}

/// Errors of Windows.
enum : uint32_t { ERROR_MOD_NOT_FOUND = 126, ERROR_PROC_NOT_FOUND = 127 };

} // namespace weakrt::pe
