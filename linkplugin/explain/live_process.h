// A live process: which files it has loaded, and what its memory holds. It is only
// read, and not stopped.
#pragma once

#include "linkplugin/explain/loader.h"

#include <string>
#include <vector>

namespace weakrt::explain {

struct LiveProcess {
  std::string program; ///< as the process calls it
  bool is_static = false;
  LoaderSettings settings;
  /// The program first. `live` and `base` are set.
  std::vector<LoadedFile> files;
  /// Files that it has mapped and that could not be read, with the reason.
  Diagnostics unreadable;
  /// Its memory. Needs the right to trace it, which is more than the right to see its files.
  ReadMemory read;
};

/// Reads a process by its number. Fails where there is none, where it is the kernel's
/// own or of another machine, where it may not be read, and where it ends meanwhile.
Result<LiveProcess> read_live_process(int pid);

/// What tells this process from a later one of the same number, which is given away
/// again; empty where there is none.
std::string process_mark(int pid);

} // namespace weakrt::explain
