// Windows programs, run by Wine.
#pragma once

#include "tests/support/process.h"

#include <filesystem>

namespace windows_test {

/// Runs a program of this folder with the arguments; what it says on stdout and stderr goes through files,
/// because some programs fail with pipes. Tried again only where Wine itself lost its server.
support::Outcome run_in_wine(const std::filesystem::path &folder, const support::Command &command,
                             const support::Command &environment = {});

/// Empty, or why nothing can be run: Wine is not there.
std::string why_no_wine();

} // namespace windows_test
