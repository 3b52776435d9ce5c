// Where weakrt's own files are: its manifests and its stubs.
//
// They are found from the running executable and from nothing else, so an
// installed weakrt works wherever it is moved:
//
//   PREFIX/bin/weakrt            PREFIX/share/weakrt/{manifests,stub}
//   PREFIX/libexec/weakrt/ld     (a link to the same file)
//
// and a build folder has the same two folders at its top.
#pragma once

#include "linkplugin/diagnostic.h"

#include <filesystem>

namespace weakrt {

struct Home {
  std::filesystem::path manifests;
  std::filesystem::path stubs;
  std::filesystem::path linkers; ///< the folder for -B
  std::filesystem::path headers; ///< the folder for -I
  std::filesystem::path cmake;   ///< the folder of weakrtConfig.cmake; empty in a build folder
};

Result<Home> find_home();

} // namespace weakrt
