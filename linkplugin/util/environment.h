// The environment of this process.
#pragma once

#include <map>
#include <string>

namespace weakrt {

/// All variables; of one that is there twice the first, as getenv() finds it.
std::map<std::string, std::string> own_environment();

} // namespace weakrt
