// One after the other.
//
// glibc runs constructors under the loader's lock, so of two plugins that are loaded at the same time, one
// is bound before the other looks. musl runs them without: both would find no runtime, and each load one.
// So there a plugin waits until none of the others is being bound.
//
// Each plugin tells in its exported table whether it is being bound, and by whom. Nobody writes into the
// table of another: its module may be one that cannot be loaded in the end, and is gone in the next moment.
#pragma once

#include "stub/core/binding.h"

namespace weakrt::elf {

/// Returns when it is this plugin's turn, which lasts until weakrt_own_table.binding is 0 again.
void queue_up();

/// Whether another plugin is being bound now, so that this one must not be.
bool is_another_bound();

} // namespace weakrt::elf
