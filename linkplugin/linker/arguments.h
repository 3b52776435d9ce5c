// The linker's command line: what the driver handed over, and what it says.
//
// The front must accept every flag of the linker that it stands for, so nothing
// here rejects anything. It reads only what weakrt has to know: the inputs, where
// libraries are looked for, and the output.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/machine.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// Replaces every @FILE by the words in it, recursively, quoted as GNU tools
/// quote. A file that cannot be read stays literal, as with GNU ld.
Result<std::vector<std::string>> expand_response_files(const std::vector<std::string> &arguments);

/// weakrt's own flags; everything else is the linker's.
struct WeakrtFlags {
  struct Request {
    enum class Kind { manifest, runtime } kind;
    std::string value;
  };
  std::vector<Request> requests;
  /// --weakrt-linker: bfd, gold, lld, mold or a path; empty: as the driver asked.
  std::string linker;
};

/// Moves weakrt's flags out of `arguments`. An unknown --weakrt- flag, or one
/// without its value, is an error.
Result<WeakrtFlags> take_weakrt_flags(std::vector<std::string> &arguments);

/// Where a value stands: in which argument, and how much of it comes before.
struct Place {
  size_t index;
  size_t prefix;
};

/// One input, in command-line order.
struct LinkInput {
  enum class Kind { file, library } kind; ///< a path, or what stands behind -l
  std::string name;
  bool static_only; ///< -Bstatic is in force
  Place place;
};

struct LinkLine {
  std::vector<LinkInput> inputs;
  std::vector<std::string> library_path; ///< -L, in order; "=" and $SYSROOT replaced
  std::string sysroot;
  std::string output = "a.out";
  std::string dependency_file;
  std::string map_file;
  std::vector<std::string> rpath_link;
  std::vector<Place> version_scripts;
  std::optional<Place> output_place;
  std::string script;    ///< -T
  std::string emulation; ///< -m
  /// Which machine it is for (target.h), once that is known.
  const elf::Machine *machine = nullptr;
  bool for_windows = false; ///< -m names a PE emulation
  bool msvc_style = false;  ///< the line is lld-link's (msvc_arguments.h)
  bool shared = false;
  bool executable = false; ///< -pie, or neither -shared nor -r
  bool relocatable = false;
  bool no_dynamic = false; ///< -static: no shared library at all
  bool android_relocations = false;
  bool verbose = false;
};

LinkLine read_link_line(const std::vector<std::string> &arguments);

} // namespace weakrt
