// Which shared libraries a link reads, and where a library is found.
//
// The linker does not tell which library gave which symbol, and ELF does not
// record it, so it is derived as every ELF linker decides it: the first library
// in command-line order that defines the symbol.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/library.h"
#include "linkplugin/linker/arguments.h"
#include "linkplugin/linker/target.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt {

/// The files that -l and path inputs stand for, in order, archives and objects
/// included; linker scripts (libc.so) are replaced by what they name. A -l that is
/// not found is left out: the linker will say so.
std::vector<std::filesystem::path> find_inputs(const LinkLine &line);
/// What one of them stands for.
std::vector<std::filesystem::path> find_input(const LinkLine &line, const LinkInput &input);
/// What each of the line's inputs stands for. To search takes time, and is done once.
using FoundInputs = std::vector<std::vector<std::filesystem::path>>;
FoundInputs find_each_input(const LinkLine &line);

/// Whether a -l input can be found.
bool has_library(const LinkLine &line, const LinkInput &input);

/// Those of the inputs that are shared libraries or executables, read. One for another
/// machine is an error; what is not an ELF file is left to the linker.
Result<std::vector<elf::Library>> read_libraries(const std::vector<std::filesystem::path> &inputs,
                                                 const Target &target);

/// What -l names and the linker will not find, for diagnostics. A linker that searches passes over libraries
/// for other machines.
struct Missed {
  std::vector<std::filesystem::path> passed_over; ///< there are only these, for other machines
  std::vector<std::string> not_found;             ///< "-lfoo", of which there is no file at all
};
Missed find_missed(const LinkLine &line, const FoundInputs &found);

/// Where the file with this soname is at link time, which is none of the inputs: beside them, in -L,
/// -rpath-link or the system's folders. Empty where it is not found.
std::filesystem::path find_needed(const LinkLine &line, const std::vector<elf::Library> &libraries,
                                  const std::string &soname,
                                  const std::vector<std::string> &first_look_in = {});

} // namespace weakrt
