// What a link borrows: from the flags, the manifests and the libraries on the
// line, before the linker runs.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/library.h"
#include "linkplugin/linker/arguments.h"
#include "linkplugin/linker/libraries.h"
#include "linkplugin/linker/record_object.h"
#include "linkplugin/manifest/manifest.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace weakrt {

struct Requests {
  std::vector<BorrowedRuntime> runtimes;
  /// The manifests that were read.
  std::vector<std::string> files;
};

/// The runtimes that the flags ask for, read from their manifests; one asked for
/// twice is an error.
Result<Requests> read_requests(const WeakrtFlags &flags, const std::filesystem::path &shipped_manifests);

struct Borrowing {
  std::vector<LinkedRuntime> runtimes;
  /// All libraries of the link in order, interface stubs last.
  std::vector<elf::Library> libraries;
  /// An interface stub that the link must be given behind all else, and the -l names for
  /// which it may stand in: those of the runtime's libraries and companions.
  struct Interface {
    std::filesystem::path path;
    std::vector<std::string> link_names;
  };
  std::vector<Interface> interfaces;
  /// The symbol versions that the runtimes' libraries define.
  std::vector<std::string> versions;
  /// The manifests that were read, for dependency files.
  std::vector<std::string> files;
  /// What is not wrong, but hardly meant.
  Diagnostics warnings;
};

/// Finds each runtime's libraries among those of the link, by the identifying
/// symbols; a runtime that has none gets an interface stub in `scratch`.
/// `missed` is for diagnostics.
Result<Borrowing> find_borrowing(Requests requests, std::vector<elf::Library> libraries, const Missed &missed,
                                 const Target &target, const std::filesystem::path &scratch);

/// A needed library that itself needs a runtime, and so brings one.
struct Dependency {
  std::string runtime;
  std::string chain; ///< for people: "libuser.so needs libfoo.so.1"
};

/// The first among `needed`, the DT_NEEDED that stay, and what those need.
std::optional<Dependency> find_dependency(const Borrowing &borrowing, const LinkLine &line,
                                          const std::vector<std::string> &needed);

} // namespace weakrt
