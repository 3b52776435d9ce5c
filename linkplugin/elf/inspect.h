// What a linked plugin says about the runtimes that it borrows.
#pragma once

#include "linkplugin/diagnostic.h"

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
};

struct InspectedRuntime {
  std::string name;
  std::string description;
  std::string version;                ///< the range that it asks for, may be empty
  std::vector<std::string> libraries; ///< tried in this order where the process has none
  bool global = false;
  bool never_load = false;
  std::vector<InspectedImport> imports;
};

struct InspectedPlugin {
  std::string format;
  std::vector<InspectedRuntime> runtimes;
};

/// Reads the record of a plugin that weakrt linked.
Result<InspectedPlugin> inspect(const std::filesystem::path &path);

} // namespace weakrt::elf
