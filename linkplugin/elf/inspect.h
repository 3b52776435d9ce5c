// What a linked plugin says about the runtimes that it borrows.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/manifest.h"
#include "linkplugin/manifest/version_range.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt::elf {

struct InspectedImport {
  std::string name;
  std::string version; ///< symbol version, may be empty
  bool data = false;
  bool optional = false;
  uint32_t slots = 0;
  bool thread_local_data = false;
  bool static_tls = false; ///< it must have static TLS, as only what the program starts with has
};

struct InspectedRuntime {
  std::string name;
  std::string description;
  VersionRange version;                ///< what it asks for; no clause: any version
  std::vector<std::string> identify;   ///< a module with all of these is this runtime
  std::string initialised;             ///< a function of it, or empty: it cannot be asked
  std::vector<VersionQuery> questions; ///< how it is asked for its version, tried in order
  std::vector<Companion> companions;   ///< their `symbols` are not recorded
  std::vector<std::string> libraries;  ///< tried in this order where the process has none
  std::string load_from;               ///< the environment variable that names one to try instead
  bool global = false;
  bool never_load = false;
  bool at_call = false; ///< bound at the first call where the process has none
  std::vector<InspectedImport> imports;
};

struct InspectedPlugin {
  std::string format;
  std::vector<InspectedRuntime> runtimes;
};

/// Reads the record of a plugin that weakrt linked.
Result<InspectedPlugin> inspect(const std::filesystem::path &path);

} // namespace weakrt::elf
