// The link of a plugin that borrows runtimes, pass by pass.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/arguments.h"

#include <string>
#include <vector>

namespace weakrt {

/// Links as usual with the stub and a record added, and detaches what came out.
/// `arguments` are the linker's, weakrt's own flags taken out. Returns the real
/// linker's exit code, 0 only where the output is complete and in its place.
Result<int> link_plugin(std::vector<std::string> arguments, WeakrtFlags flags);

/// Removes a file or a link, as GNU ld does before it writes; never a device.
void remove_output_file(const std::string &output);

} // namespace weakrt
