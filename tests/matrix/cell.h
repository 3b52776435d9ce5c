// The matrix: each case of a runtime × each build is a cell, and each cell a Catch2 test case of its own,
// named like `python/static-exe/gcc/bfd/-O2 -DNDEBUG` and tagged [python][static-exe][gcc][bfd][-O2
// -DNDEBUG], so that any row or column of it can be run alone.
#pragma once

#include "build.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace matrix {

/// One kind of process into which a plugin is loaded.
struct Case {
  std::string name;
  std::optional<std::string> why_not;                               // it cannot be run here
  std::function<Command(const std::filesystem::path &plugin)> host; // the process
  std::function<Command(const std::string &expression)>
      evaluate;                   // prints what the runtime itself makes of it
  std::filesystem::path provider; // the file that has to be the runtime
};

/// A runtime, its plugin and its cases.
struct Runtime {
  Plugin plugin;
  std::string address_key;    // with _plugin and _host: where each of them sees the same symbol
  bool has_companion = false; // a part of the runtime that may live in a second file
  std::vector<Case> cases;
};

/// Given by python.cc or node.cc, whichever is linked into this program.
const Runtime &runtime();

/// Registers every cell with Catch2, which keeps references to them.
void register_cells();

} // namespace matrix
