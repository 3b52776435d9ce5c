// Binding at the first call (bind = "call" in a manifest).
//
// Where nobody has the runtime yet when the plugin is loaded, nothing is loaded then: the slots of its
// functions point at thunks, one for each import, which the linker front has put into the plugin. A
// thunk knows which import it is and jumps to weakrt_first_call (arch/*_call.cc), which keeps every
// register that can hold an argument, has the runtime bound, and jumps on to the function. Then the slots
// hold the functions themselves, and no thunk is entered again, but by who took a function's address
// before: such a call finds the function in a table.
#pragma once

#include "stub/core/parts.h"
#include "stub/core/record_view.h"
#include "stub/elf/format.h"

namespace weakrt::elf {

/// Makes the table for the functions that thunks lead to. Without memory for it no call is bound.
void prepare_thunks(RecordView record);
void release_thunks(RecordView record);

/// Whether calls of this runtime's functions bind it.
inline bool binds_at_call(const record::Runtime &runtime) {
  return binds_calls && (runtime.flags & record::Runtime::at_call);
}

/// Where this import's slots point until its runtime is bound.
Address thunk_for(RecordView record, const record::Import &import);

/// Where the thunks of this runtime lead from now on.
void open_thunks(RecordView record, const record::Runtime &runtime);

/// Binds the runtime of this import for a call of it, which is the first or meets the first.
/// Returns the function; never where that fails.
Address bind_call(uint32_t import);

} // namespace weakrt::elf
