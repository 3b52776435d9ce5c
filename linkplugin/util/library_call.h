// Running something of a foreign library, in a process of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace weakrt {

/// What came of it: an answer, or why there is none, for people.
struct LibraryCall {
  bool answered = false;
  std::string text;
};

/// Loads the library in a child of this process and calls `ask` there with the loader's handle. Nothing that
/// it does comes back but what `ask` returns; its output is dropped, and after ten seconds it is ended. Only
/// for libraries that the user has named: this runs their code.
LibraryCall call_library(const std::filesystem::path &library,
                         const std::function<std::string(void *handle)> &ask);

} // namespace weakrt
