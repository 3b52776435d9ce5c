// The one symbol that every plugin exports; see include/weakrt/weakrt.h.
#pragma once

namespace weakrt::elf {

/// Fills in what only the record knows.
void publish_plugin_table();

} // namespace weakrt::elf
