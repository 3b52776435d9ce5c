// The one symbol that every plugin exports must survive `local: *`.
#pragma once

#include <string>
#include <string_view>

namespace weakrt {

/// The version script with `global: SYMBOL;` added to its first node. A script
/// without a node comes back unchanged: the linker has something to say about it.
std::string export_in_version_script(std::string_view script, std::string_view symbol);

} // namespace weakrt
