// What a stub can do beyond binding functions and data when its plugin is loaded.
//
// Every target has two stubs: a plain one, and a full one for plugins that need any of this; for Windows
// there is one besides for those that only ask a file, or have companions.
// One file or the other is joined to the rest before code is generated (stub/meson.build), so
// of what a constant switches off nothing is left.
#pragma once

namespace weakrt {

/// bind = "call": nothing is loaded before the first call of an import.
extern const bool binds_calls;

/// Imports that are thread-local variables.
extern const bool binds_thread_locals;

/// A file tells its version, as on Windows.
extern const bool reads_file_versions;

/// Plugins wait for each other where the loader does not let them: musl.
extern const bool binds_in_turn;

/// Imports that were linked against a version of a symbol.
extern const bool wants_versions;

/// Runtimes whose provider has companions.
extern const bool finds_companions;

/// More ways to ask for a version (stub/core/more_ways.h), and libraries where an environment variable says.
extern const bool knows_more_ways;

} // namespace weakrt
