// Running another program in place of this one or beside it.
#pragma once

#include "linkplugin/diagnostic.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt {

/// Becomes the program. Returns only where that fails.
Diagnostics exec_program(const std::filesystem::path &program, const std::vector<std::string> &arguments);

/// Runs the program with our own streams and waits. Returns its exit code, or
/// 128 + n where signal n ended it.
Result<int> run_program(const std::filesystem::path &program, const std::vector<std::string> &arguments);

/// This process's number, for names that no other process has.
int own_process_id();

/// The file that is running now.
std::filesystem::path own_executable();

/// Whether both are the same file, links followed.
bool same_file(const std::filesystem::path &a, const std::filesystem::path &b);

} // namespace weakrt
