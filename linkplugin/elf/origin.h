// $ORIGIN in search paths and names of libraries.
#pragma once

#include <string>
#include <string_view>

namespace weakrt::elf {

/// The text with every $ORIGIN and ${ORIGIN} replaced by the folder of the file that says it, as ld.so does
/// it.
std::string replace_origin(std::string_view text, std::string_view folder);

} // namespace weakrt::elf
