// The rules of binding ("Binding" in the design), as the stub in a plugin follows
// them when the plugin is loaded; stated again here because the stub's code does not
// run at build time. Pure: a process and a runtime go in, a decision comes out.
//
// What is not known before the plugin runs (which module is initialised, what a
// version function says) is not guessed: all that could come of it is in the
// decision.
#pragma once

#include "linkplugin/explain/process.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace weakrt::explain {

enum class Outcome : uint8_t { binds, may_bind, fails };
enum class Ownership : uint8_t { absent, hosted, owned };

/// What decides which module is the provider.
enum class Rule : uint8_t {
  nothing_imported, ///< the plugin needs no provider
  no_modules,       ///< the loader lists none: the program is linked statically
  never_load,       ///< no module has it, and load = "never"
  none_loaded,      ///< no module has it, and no library to load is it
  only,             ///< one module has it
  initialised,      ///< the only one that is initialised
  main_program,     ///< initialised ones do not decide it, the main program does
  tie,              ///< several, and nothing decides
  depends,          ///< on which module is initialised when the plugin is loaded
};

/// A module that has the runtime, and what would come of taking it.
struct Candidate {
  std::string module;
  bool main_program = false;
  /// It has the identifying symbols in .symtab, and does not export them.
  bool through_symbol_table = false;
  Answer chosen = Answer::no; ///< unknown: it depends on what is initialised
  std::string version;        ///< empty where it is not known
  std::string version_reason; ///< why it is not known
  Answer version_fits = Answer::yes;
  /// Modules of their own that carry a part of the runtime: what, and which module.
  std::vector<std::pair<std::string, std::string>> companions;
  std::vector<std::string> missing_companions;
  bool unbindable = false; ///< found through .symtab, and the file has no build-id
  std::vector<std::string> missing;
  std::vector<std::string> missing_optional;
  /// Imports that must have static TLS, where the program does not start with the module.
  std::vector<std::string> without_static_tls;

  /// Whether a plugin that takes it is bound.
  Answer works() const;
};

/// What came of one of the libraries to load.
struct LoadAttempt {
  enum class Result : uint8_t {
    taken,      ///< it has the runtime, and is the provider
    not_set,    ///< the environment variable that tells where it is
    not_found,  ///< the loader would not find it
    refused,    ///< only in the current directory
    unreadable, ///< it is there, and no library
    not_it,     ///< the identifying symbols are missing
    unfit,      ///< it has the runtime, but cannot be taken: version or companion
    stays,      ///< as unfit, and it cannot be unloaded: nothing else is tried
  };
  std::string library;
  std::string path; ///< empty where it was not found
  Result result = Result::not_found;
  std::string reason; ///< for people; may be empty
};

struct Decision {
  Outcome outcome = Outcome::fails;
  Ownership ownership = Ownership::absent;
  Rule rule = Rule::none_loaded;
  /// For `depends`: what decides when the initialised ones do not (main_program or tie).
  Rule otherwise = Rule::tie;
  std::vector<Candidate> candidates; ///< those that a library to load brought included
  std::vector<LoadAttempt> loads;
  std::string override_variable;        ///< it is set, and names the one library to load
  std::vector<std::string> host_tables; ///< modules that export weakrt_host_1
};

/// What the loader would do with a name, and the modules that would then be in the
/// process besides.
struct Load {
  LoadAttempt attempt; ///< `taken` stands for: it was loaded
  std::vector<Module> modules;
};

struct Environment {
  /// Loads a library as the platform's loader would for the plugin.
  std::function<Load(const std::string &library)> load;
  /// The value of an environment variable, or nothing where it is not set or ignored.
  std::function<std::optional<std::string>(const std::string &name)> variable;
};

/// Where the binding of this runtime would lead.
Decision decide(const InspectedRuntime &runtime, const Process &process, const Environment &environment);

} // namespace weakrt::explain
