// weakrt explain: what would come of loading a plugin, told without running anything.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/explain/loader.h"
#include "linkplugin/explain/rules.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weakrt::explain {

/// The process that the plugin would be loaded into. Without either: one that has
/// nothing but the plugin and what it needs; that of a program that is a plugin itself.
struct Target {
  std::optional<std::filesystem::path> host; ///< a program, not running
  std::optional<int> pid;                    ///< a running process
  /// Where DLLs are looked for that are not beside the program.
  std::vector<std::filesystem::path> folders = {};
};

/// Where the slots of a plugin point that a live process has loaded.
struct Bound {
  std::map<std::string, uint32_t> modules; ///< slots by the module that they point into
  uint32_t null = 0;                       ///< optional imports that were not there
  uint32_t trapped = 0;                    ///< in no module, or in the plugin: its traps
};

struct ExplainedRuntime {
  InspectedRuntime runtime;
  Decision decision;
  std::optional<Bound> bound; ///< only where the process has the plugin
};

struct Explanation {
  std::string plugin;
  std::string program; ///< the host's or the process's; empty without one
  std::optional<int> pid;
  bool is_static = false;       ///< the program is linked statically
  bool secure = false;          ///< it runs with another user's rights
  bool loaded_there = false;    ///< the process has the plugin already
  std::string slots_unreadable; ///< why it cannot be told where its slots point
  std::vector<NotFound> not_found;
  std::vector<std::string> not_here; ///< of a PE program: DLLs that only a Windows machine has
  Diagnostics unreadable;
  std::vector<ExplainedRuntime> runtimes;

  /// The worst of all runtimes'.
  Outcome outcome() const;
};

/// Fails where the plugin is none that weakrt linked, and where host or process cannot
/// be read. `environment` is that of a host that is not running yet. A plugin for Windows is explained in a
/// program for Windows.
Result<Explanation> explain(const std::filesystem::path &plugin, const Target &target,
                            std::map<std::string, std::string> environment);

} // namespace weakrt::explain
