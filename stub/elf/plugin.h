// The plugin that this stub is in: what it knows of itself.
#pragma once

#include "stub/core/record_view.h"
#include "stub/elf/module.h"

// The object file that weakrt adds to the link puts the record here.
extern "C" [[gnu::visibility("hidden")]] const weakrt::record::Header weakrt_record;

namespace weakrt::elf {

inline RecordView plugin_record() {
  return RecordView(&weakrt_record);
}

/// What is this far from the record, and 0 for nothing.
Address beside_record(int64_t distance);

/// What was added to its link-time addresses.
Address plugin_base();

/// The plugin's own tables; survey() fills them in.
extern Module self;

/// Fills them in where the loader does not tell, from the plugin's ELF header. Leaves them
/// empty where its program headers were moved.
void read_self();

} // namespace weakrt::elf
