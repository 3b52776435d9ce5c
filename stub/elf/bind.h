// Binding: what the stub does before any other initializer of the plugin runs.
#pragma once

#include "stub/core/record_view.h"
#include "stub/elf/provider.h"

namespace weakrt::elf {

/// Binds every runtime that the plugin borrows, each completely or not at all.
/// What fails is a state that can be asked for, never an exit. A second call
/// does nothing.
void bind_plugin();

/// Lets go of the providers. Nothing of a runtime may be called afterwards.
void release_plugin();

/// What became of a runtime, by its index in the record. The story is never null.
const Provider &provider_of(uint32_t runtime);
const char *story_of(uint32_t runtime);

/// The plugin's own record.
RecordView plugin_record();

/// The address at run time of a link-time address of the plugin.
Address plugin_address(Address link_time);

} // namespace weakrt::elf
