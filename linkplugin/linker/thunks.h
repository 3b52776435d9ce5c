// The thunks of bind = "call": what a plugin's slots point at before a runtime is bound.
//
// The section begins with a head, which jumps to the stub (weakrt_first_call); behind it is one thunk
// for each import, as large as the head. A thunk puts its import's index where the
// architecture's first call expects it (stub/elf/arch/*_call.cc), and jumps to the head. None of it needs a
// dynamic relocation, and one unwind table serves them all: no thunk has a frame.
#pragma once

#include "linkplugin/linker/object_file.h"

namespace weakrt {

/// Adds the thunks of this many imports.
void add_thunks(ObjectFile &object, const elf::Machine &machine, uint32_t count);

} // namespace weakrt
