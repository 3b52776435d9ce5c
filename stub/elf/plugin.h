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

/// The plugin's own tables; see find_self.
extern Module self;

/// Fills in `self` from the modules that were listed last. False where the loader
/// does not list its modules: glibc's in a program that is linked statically.
/// The plugin's own tables are known all the same, if self.dynamic is not null.
bool find_self();

} // namespace weakrt::elf
