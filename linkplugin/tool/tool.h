// The verbs of `weakrt`.
#pragma once

#include <string>
#include <vector>

namespace weakrt {

/// Runs `weakrt VERB …`. The result goes to stdout, diagnostics to stderr.
/// Returns 0, 1 (failed) or 2 (wrong usage).
int run_tool(const std::vector<std::string> &arguments);

} // namespace weakrt
