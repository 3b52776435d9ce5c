// Import libraries, written. They are short ones ("Import Library Format"), as LLD, MSVC's linker and GNU ld
// read them: an object file for each import, as GNU's own are made of, cannot be delayed.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/pe/library.h"
#include "linkplugin/pe/machine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt::pe {

Result<void> write_import_library(const std::filesystem::path &file, const std::string &dll,
                                  const std::vector<Library::Entry> &entries, const Machine &machine);

} // namespace weakrt::pe
