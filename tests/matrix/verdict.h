// What has to hold when a host has loaded a plugin and let it work.
#pragma once

#include "cell.h"

#include <string>
#include <vector>

namespace matrix {

/// Runs the host of a case with one file; returns what is wrong, for people, and nothing if all is well.
/// If something is wrong, the last line is the command to see it again, followed by what it printed.
std::vector<std::string> problems(const Runtime &runtime, const Case &which, const Variant &variant);

} // namespace matrix
