// An explanation as text for people, and as JSON for programs.
//
// The JSON (keys are only added, never renamed; a key that says "or absent" is left
// out where it has nothing to say):
//
//   plugin         its path, as given
//   host           the program's path; absent without --host and --pid
//   pid            absent without --pid
//   static         the host is linked statically, its loader lists no modules
//   secure         it runs with another user's rights: environment variables are ignored
//   loaded         the process has the plugin already
//   outcome        "binds", "may-bind" or "fails": the worst of all runtimes'
//   not_found      libraries that are needed and not there: [{library, needed_by, reason or absent}]
//   not_here       of a program for Windows: DLLs that are in none of the folders, and taken to be on
//                  the machine where it runs; absent where there are none
//   not_read       files of the process that could not be read: [{file, reason}]
//   runtimes       one for each runtime of the plugin, in its record's order:
//     name, range    as `weakrt inspect` tells them
//     imports        how many
//     outcome        as above, of this runtime
//     ownership      "hosted", "owned" or "absent"
//     rule           what decides: "only", "initialised", "main-program", "tie",
//                    "depends" (on what is initialised), "never-load", "none-loaded",
//                    "no-modules", "nothing-imported"
//     otherwise      for "depends": what decides where nothing is initialised,
//                    "main-program" or "tie"; else absent
//     candidates     modules that have the runtime: [{module, main_program,
//                    symbol_table (found through .symtab), chosen ("yes", "no", "maybe"),
//                    version or absent, version_unknown (why) or absent,
//                    version_fits ("yes", "no", "unknown"), companions [{name, module}],
//                    missing_companions, no_build_id, missing, missing_optional,
//                    without_static_tls or absent}]
//     loads          what was tried in turn: [{library, path or absent, result ("taken",
//                    "not-found", "refused", "unreadable", "not-it", "unfit", "stays"),
//                    reason or absent}]
//     load_override  the variable that named the library, or absent
//     host_tables    modules that export weakrt_host_1, and may give another provider
//     bound          where its slots point, if `loaded`: {modules: {path: slots}, null,
//                    trapped}; absent where they could not be read
#pragma once

#include "linkplugin/explain/explain.h"

#include <string>

namespace weakrt::explain {

/// Lines, the last one with its newline too. Foreign texts in it are harmless for a
/// terminal.
[[nodiscard]] std::string to_text(const Explanation &explanation);

/// Indented, with a newline at the end.
[[nodiscard]] std::string to_json(const Explanation &explanation);

} // namespace weakrt::explain
