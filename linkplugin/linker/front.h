// The front of the linker: `ld` as the compiler driver calls it.
//
// Without a weakrt flag it is the linker that it stands for. With one it links
// as usual, with the stub and a record added, and detaches what came out.
#pragma once

#include <string>
#include <vector>

namespace weakrt {

/// Runs one link; arguments[0] is the name it was called by. Returns the exit code.
int run_linker_front(const std::vector<std::string> &arguments);

} // namespace weakrt
