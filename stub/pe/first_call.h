// Binding at the first call (bind = "call" in a manifest).
//
// The linker has made of a runtime's functions delayed imports: a slot of its own kind for each, which
// leads to a thunk until it is written. Where somebody has the runtime when the plugin is loaded, all are
// written then. Else the first call comes through its thunk to __delayLoadHelper2 (delay_load.cc), and from
// there to here.
#pragma once

#include "stub/core/parts.h"
#include "stub/core/record_view.h"
#include "stub/pe/delay.h"

namespace weakrt::pe {

/// Whether calls of this runtime's functions bind it.
inline bool binds_at_call(const record::Runtime &runtime) {
  return binds_calls && (runtime.flags & record::Runtime::at_call);
}

/// Whose slot this is; nullptr: of no runtime that the plugin borrows.
const record::Import *import_of(const Address *slot);

/// Binds the runtime of this import for a call, which is the first or meets the first; the user's hooks have
/// their say. Returns the function; 0 where nobody has it, and info.error says what it is that is missing.
Address bind_call(const record::Import &import, DelayInfo &info);

} // namespace weakrt::pe
