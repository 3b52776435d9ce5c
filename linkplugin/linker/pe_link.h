// The link of a plugin for Windows that borrows runtimes, pass by pass.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/pe_command_line.h"
#include "linkplugin/pe/machine.h"

#include <string>
#include <vector>

namespace weakrt {

/// As link_plugin (plugin_link.h), for a linker that makes PE files. `command_line` is what `arguments` say.
Result<int> link_pe_plugin(std::vector<std::string> arguments, WeakrtFlags flags, const pe::Machine &machine,
                           const PeCommandLine &command_line);

} // namespace weakrt
