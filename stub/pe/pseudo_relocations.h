// What mingw's C library has made of the slots (record::PseudoRelocation).
//
// With auto-import a static pointer to a runtime's datum is data of the plugin's own, and no slot: the C
// library computes it from the slot, once, before constructors run. A runtime that is bound later needs it
// done again.
#pragma once

#include "stub/core/record_view.h"
#include "stub/pe/format.h"

namespace weakrt::pe {

/// To be called before anything of the plugin has run: what the numbers are before they are computed.
void remember_pseudo_relocations(RecordView record);

/// What was computed from this slot moves with its contents; nothing where it was not computed yet. False
/// where a page cannot be written to.
bool move_pseudo_relocations(RecordView record, uint32_t slot, Address distance);

} // namespace weakrt::pe
