// Who asked for a symbol: for diagnostics, so only looked up when one is made.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt {

/// The inputs (objects and archive members) in which `symbol` is undefined.
std::vector<std::string> find_referrers(const std::vector<std::filesystem::path> &inputs,
                                        const std::string &symbol);

} // namespace weakrt
