// A made-up process: the `Process` of stub/core/provider.h and imports.h, for the rules of binding
// without a loader.
//
// A World says who is there and what could be loaded; `bind` lets the stub's core find a provider in it
// and resolve the plugin's imports, and tells what came of it and all that was done on the way. What must
// never happen, whatever the world, is looked for in every run: see Outcome::problems.
#pragma once

#include "record_builder.h"

#include "stub/core/imports.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fake {

/// What a module has under one name.
struct Export {
  enum Kind {
    plain,
    says_live,    ///< int (*)(void)
    says_version, ///< in the way that Image::version_kind tells
    thread_local_data
  };
  std::string name;
  Kind kind = plain;
  std::string symbol_version{}; ///< "" where the module defines none
  bool undefined = false;       ///< the PLT entry of a program that uses it: found as canonical only
  bool forwards = false;        ///< to what another module has (PE)
  uintptr_t address = 0;        ///< set when the module comes into the process
};

/// A library, in the process or in a file, or the main program. Each function makes another one with
/// something more: library("libfoo.so").foo().live().
struct Image {
  std::string name{}; ///< "" is the main program
  std::vector<Export> exports{};
  bool is_live = false;
  std::string version{};
  weakrt::record::VersionQuery::Kind version_kind = weakrt::record::VersionQuery::text_function;
  bool holdable = true;
  bool stays = false; ///< in the process when its last reference has gone
  std::vector<std::string> needed{};
  std::vector<Image> with{}; ///< come into the process and leave it together with this one

  /// All that RuntimeSpec's runtime is identified by, and what tells its version.
  Image foo(const std::string &version = "3.11.2") const;
  Image exporting(const std::vector<std::string> &names) const;
  Image exporting(const Export &one) const;
  Image live() const;
  Image unholdable() const;
  Image staying() const;
  Image needing(const std::string &library) const;
  Image bringing(const Image &other) const;
  bool has(const std::vector<std::string> &names) const;
};

Image program();
Image library(const std::string &name);

struct World {
  std::vector<Image> modules = {program()};       ///< the main program, if there is one, first
  std::vector<Image> files{};                     ///< what can be loaded, by its name
  std::optional<Image> inside{};                  ///< the main program with what it does not export
  const char *unusable = nullptr;                 ///< why that cannot be bound to
  std::string host_gives{};                       ///< the name of a module that the host's table gives
  std::string hook_gives{};                       ///< the same of the plugin's delay-load hook
  std::string overriding{};                       ///< what WEAKRT_FOO says
  std::map<std::string, std::string> variables{}; ///< of which libraries to load start with one
  std::vector<std::string> here{};                ///< what would be found in the current directory
  bool at_load = false;                           ///< the plugin is being loaded; else it is bound later
  size_t story_room = size_t{64} << 10;           ///< in bytes; what does not fit is cut
};

struct Outcome {
  /// "libfoo.so hosted 3.11.2", with "+ libbar.so" for each companion, or "nobody", and the version that was
  /// told.
  std::string who;
  std::string story;
  bool waits = false; ///< for the first call
  /// Whether an import could not be resolved, and the text that resolve_imports returned then.
  bool lacks = false;
  std::string missing;
  /// Where each import is: "foo_add in libfoo.so", "foo_new nowhere".
  std::vector<std::string> imports;
  /// What was done, in order, joined by ", ": hold, release, load, unload, and look inside, of the main
  /// program; live? and version? are calls of the module's own functions.
  std::string log;
  /// What must not happen in any process: a function of a module called that was not held; a module used
  /// after the list that it was in; a handle released twice, leaked, or not of who was chosen; something
  /// loaded that stays without need; something loaded beside another one that is there.
  std::vector<std::string> problems;
  std::vector<std::string> loaded; ///< by name, in order
  size_t held = 0;                 ///< handles that are open after the search
};

/// Stands for a handle of nothing in this process.
inline constexpr const char *stranger = "a stranger";

/// `given` is the name of the module whose handle weakrt_provide was called with; nullptr: it was not.
Outcome bind(const World &world, const RuntimeSpec &runtime = {}, const char *given = nullptr);

} // namespace fake
