// What the slots of a runtime hold that could not be bound: never null, so
// that nothing goes on as if all were well, and nothing that says nothing.
#pragma once

#include "stub/elf/format.h"

namespace weakrt::elf {

/// The address for a required import of this kind (record::Import::Kind): a
/// function that tells the story and aborts, or memory that faults when touched.
Address trap_for(uint8_t kind);

/// What happens when a function is called that is not bound: tells the stories and aborts.
[[noreturn]] void stop();

/// Gives the inaccessible memory back.
void release_traps();

} // namespace weakrt::elf
