// Running a program to its end, whatever end that is.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace support {

using Command = std::vector<std::string>;

struct Outcome {
  int exit_code = 0;
  int signal = 0; // that ended it
  bool timed_out = false;
  std::string out;
  std::string err;

  bool ok() const { return exit_code == 0 && signal == 0 && !timed_out; }
  /// For people: "exit code 1", "SIGSEGV", "timed out".
  std::string how_it_ended() const;
};

/// Runs with this process's environment.
Outcome run(const Command &command);

/// Runs with next to no environment, so that the user's PYTHONPATH, NODE_OPTIONS or LD_LIBRARY_PATH do not
/// decide a test. WEAKRT_DEBUG is passed on.
Outcome run_clean(const Command &command);

/// As one would type it.
std::string shell_quoted(const Command &command);

} // namespace support
