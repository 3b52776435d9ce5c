// The command line of lld-link, which is that of Microsoft's link.exe: /OPTION:VALUE, or with a dash.
//
// As with GNU ld's (arguments.h): nothing here rejects anything, and it reads only what weakrt has to know.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/arguments.h"
#include "linkplugin/pe/machine.h"

#include <filesystem>
#include <string>
#include <vector>

namespace weakrt {

/// Adds what the variables LINK and _LINK_ say, and replaces every @FILE by the words in it, recursively;
/// UTF-8 or UTF-16, quoted as Windows' tools quote unless --rsp-quoting=posix says otherwise.
Result<std::vector<std::string>> expand_msvc_arguments(const std::vector<std::string> &arguments);

struct MsvcLine {
  std::vector<std::string> inputs; ///< objects and libraries, in order
  std::vector<std::string> library_path;
  std::vector<std::string> default_libraries;
  std::vector<std::string> refused_libraries; ///< /nodefaultlib:NAME
  bool no_default_libraries = false;          ///< /nodefaultlib
  std::string output;                         ///< as /out: says, or as lld-link derives it
  std::string machine;
  std::string pdb;
  std::string pdb_shown_as; ///< /pdbaltpath
  bool debug = false;
  bool library = false;
  bool verbose = false;
  bool only_asks = false; ///< a question, or lib.exe's work: no link
};

MsvcLine read_msvc_line(const std::vector<std::string> &arguments);

/// What of it all linkers' lines have.
LinkLine common_line(const MsvcLine &line);

/// The files that are linked, in order: the inputs, and the default libraries of the line and of the objects
/// on it. What is not found is left out: the linker will say so.
std::vector<std::filesystem::path> find_msvc_inputs(const MsvcLine &line);

/// By /machine:, else by the first object. Fails where weakrt has no stub for that.
Result<const pe::Machine *> find_msvc_machine(const MsvcLine &line);

} // namespace weakrt
