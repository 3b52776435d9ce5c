// A process as the rules of binding see it: its modules, and what each of them
// has. Plain data, so that a test can put any process before the rules; real ones
// are made from files (host_process.h) and from a live process (live_process.h).
//
// A module holds only what a plugin's record asks for. The rest of its symbols
// decides nothing.
#pragma once

#include "linkplugin/inspect/inspect.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weakrt::explain {

/// What can be known without running anything.
enum class Answer : uint8_t { no, yes, unknown };

/// One entry of a module's dynamic symbols.
struct Definition {
  std::string version = {}; ///< the symbol version that it is defined with; empty: none
  bool hidden = false;      ///< an old version: only for files that name it
  bool oldest = true;       ///< of the module's first version, or of none
  /// No definition: an undefined function whose address is a PLT entry of a non-PIE
  /// program, which everybody must use.
  bool canonical = false;
  bool thread_local_data = false;
  /// A forwarder of PE: another module's.
  bool elsewhere = false;
};

/// What a module says when it is asked for its version.
struct VersionAnswer {
  Answer known = Answer::unknown;
  std::string text = {};   ///< where it is known, as the module has it
  std::string reason = {}; ///< why it is unknown, for people
};

struct Module {
  std::string path;
  bool main_program = false;
  std::string soname;
  std::vector<std::string> needed; ///< DT_NEEDED
  bool defines_versions = false;
  std::multimap<std::string, Definition, std::less<>> exports;
  /// The global symbols that its .symtab defines, and thread-local variables; read for the main program only.
  std::set<std::string, std::less<>> symbol_table;
  std::set<std::string, std::less<>> symbol_table_thread_locals;
  bool has_build_id = false;
  std::map<std::pair<std::string, VersionQuery::Kind>, VersionAnswer> versions;
  /// Whether its `initialised` function would say yes.
  Answer initialised = Answer::unknown;
  /// It cannot be unloaded again (DF_1_NODELETE).
  bool stays_loaded = false;
};

struct Process {
  std::vector<Module> modules; ///< in the loader's order, the main program first
  /// False for a program that is linked statically: its loader lists no modules.
  bool lists_modules = true;
};

/// What a plugin's record asks for: the names that are read from each module.
struct Wants {
  explicit Wants(const InspectedPlugin &plugin);
  std::set<std::string, std::less<>> names;
  std::vector<VersionQuery> questions;
};

} // namespace weakrt::explain
