// `weakrt manifest --from`: a first manifest for a runtime, made from a library or program of it.
#pragma once

#include "linkplugin/diagnostic.h"

#include <filesystem>
#include <optional>
#include <string>

namespace weakrt::propose {

struct Proposal {
  std::string name;
  std::string manifest; ///< TOML, with comments on what to decide; `weakrt check` accepts it
  std::string symbols;  ///< the list that its `interface` names
};

/// `name` is what the runtime is to be called; without it, after the file. `shipped` is the folder of the
/// manifests that come with weakrt: what the proposal identifies the runtime by, none of them has.
/// `with_interface`: the manifest names NAME.symbols.
Result<Proposal> propose_manifest(const std::filesystem::path &from, const std::optional<std::string> &name,
                                  const std::filesystem::path &shipped, bool with_interface);

} // namespace weakrt::propose
