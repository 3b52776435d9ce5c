// Leaving nothing behind when somebody presses Ctrl-C.
#pragma once

#include <filesystem>

namespace weakrt {

/// From now on SIGHUP, SIGINT and SIGTERM remove this folder and then end the
/// process as they would have. Programs that are run get the signals as usual.
/// To be called before any other thread is started.
void remove_on_interrupt(const std::filesystem::path &folder);

} // namespace weakrt
