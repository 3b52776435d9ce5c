// What a linked plugin says about the runtimes that it borrows.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/manifest.h"
#include "linkplugin/manifest/version_range.h"
#include "linkplugin/record/record_bytes.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace weakrt {

struct InspectedImport {
  std::string name;    ///< "#12" for an ordinal of PE
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
  bool refuse = false;  ///< the plugin is not loaded where it cannot be bound
  std::vector<InspectedImport> imports;
};

/// How Windows gets to the stub, and where the record is.
struct InspectedWays {
  uint32_t record = 0;        ///< address
  bool has_callbacks = false; ///< the image has TLS callbacks
  bool by_callback = false;   ///< and the first of them is the stub's
  bool by_entry = false;      ///< the entry point is the stub's
};

struct InspectedPlugin {
  std::string format;
  std::vector<InspectedRuntime> runtimes;
  std::optional<InspectedWays> ways = {}; ///< PE only
};

/// Reads the record of a plugin that weakrt linked, whatever it was linked for.
Result<InspectedPlugin> inspect(const std::filesystem::path &path);

/// The runtimes of a record, without their imports, which are not the same in every format.
std::vector<InspectedRuntime> read_runtimes(const RecordBytes &record);

/// Whether the contents of a file begin as those of a PE file do.
bool is_pe(std::string_view contents);

} // namespace weakrt
