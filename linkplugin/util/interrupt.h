// Leaving nothing behind when somebody presses Ctrl-C.
#pragma once

#include <filesystem>
#include <system_error>

namespace weakrt {

/// Makes a folder. From then on SIGHUP, SIGINT and SIGTERM remove it and then end
/// the process as they would have. Programs that are run get the signals as usual.
/// To be called before any other thread is started. Returns false where the folder
/// is there already, which is then left alone.
bool create_removed_on_interrupt(const std::filesystem::path &folder, std::error_code &error);

} // namespace weakrt
