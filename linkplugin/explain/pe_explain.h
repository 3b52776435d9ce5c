// weakrt explain for Windows: the same rules on a process made of PE files.
#pragma once

#include "linkplugin/explain/explain.h"

namespace weakrt::explain {

/// See explain().
Result<Explanation> explain_pe(const std::filesystem::path &plugin, const Target &target,
                               std::map<std::string, std::string> environment);

} // namespace weakrt::explain
