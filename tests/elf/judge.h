// Building and running one case with one linker, and what is wrong with it.
#pragma once

#include "case.h"

#include <string>
#include <vector>

namespace elf_test {

/// Everything that is not as the case's directives say; nothing where all is well.
std::vector<std::string> problems(const Case &test, const std::string &linker);

/// Why the case cannot be run here; empty where it can.
std::string why_not(const Case &test);

} // namespace elf_test
