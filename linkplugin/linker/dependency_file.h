// The file that --dependency-file makes: the output and all inputs, for make or Ninja.
#pragma once

#include <string>
#include <string_view>

namespace weakrt {

/// The file's text with `linked` (where the linker wrote) called `output`, and
/// without the inputs in `folder`, which are gone when a build system reads it.
std::string correct_dependencies(std::string_view text, std::string_view linked, std::string_view output,
                                 std::string_view folder);

} // namespace weakrt
