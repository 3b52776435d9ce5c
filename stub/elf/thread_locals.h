// Imports that are thread-local variables. What their slots hold is no address, because
// each thread has another ("ELF Handling For Thread-Local Storage").
//
// Only the full stub has this (stub/core/parts.h).
#pragma once

#include "stub/elf/process.h"

namespace weakrt::elf {

/// Finds what belongs into the slots of this runtime's thread-local imports, all of which its
/// provider has. False where one of them must have static TLS and has not, and the story says so.
bool find_thread_locals(RecordView record, const record::Runtime &runtime, const Provider<Process> &provider,
                        Story &story);

/// The same of a runtime that could not be bound: what faults, whatever the thread.
void trap_thread_locals(RecordView record, const record::Runtime &runtime);

/// Writes what was found. The slots are writable meanwhile.
void write_thread_locals(RecordView record, const record::Runtime &runtime);

/// Gives back what descriptors refer to.
void release_thread_locals(RecordView record);

} // namespace weakrt::elf
