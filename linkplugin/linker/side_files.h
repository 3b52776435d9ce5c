// What a linker writes about a link, besides its output: the dependency file and
// the map. They must tell of the user's files and not of ours.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/arguments.h"
#include "linkplugin/linker/link_output.h"

#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// The text of a --dependency-file with `linked` (where the linker wrote) called
/// `output`, and without the inputs in `folder`, which are gone when a build
/// system reads it. `files` are added to the inputs: the manifests. `stub` is an
/// input that the user did not name, and stays.
std::string correct_dependencies(std::string text, std::string_view linked, std::string_view output,
                                 std::string_view folder, std::string_view stub,
                                 const std::vector<std::string> &files);

/// The text of a -Map file with `linked` called `output`, and what is in `folder`
/// called `weakrt:…`.
std::string correct_map(std::string text, std::string_view linked, std::string_view output,
                        std::string_view folder);

/// Does both for the files that the line asks for, as a linker has left them.
Result<void> correct_side_files(const LinkLine &line, const LinkOutput &output, std::string_view stub,
                                const std::vector<std::string> &files);

/// Writes the --dependency-file that the line asks for, of a linker that writes none.
Result<void> write_dependencies(const LinkLine &line, const std::vector<std::filesystem::path> &inputs,
                                const std::vector<std::string> &files);

} // namespace weakrt
