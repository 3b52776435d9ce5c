// One function for each verb of `weakrt`. Each prints its result to stdout and
// its diagnostics to stderr, and returns the exit code.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace weakrt {

/// weakrt check [--verbose] [--against LIBRARY|PROGRAM] FILE|FOLDER…
int check_files(const std::vector<std::string> &paths, bool verbose,
                const std::optional<std::string> &against);

/// weakrt manifest --from FILE [--name NAME] [--output FOLDER]; without a folder to stdout.
int propose_manifest(const std::string &from, const std::optional<std::string> &name,
                     const std::optional<std::string> &folder);

/// weakrt inspect [--json] [--output FILE] PLUGIN; without a file to stdout.
int inspect_plugin(const std::string &plugin, bool json, const std::optional<std::string> &output);

/// weakrt explain PLUGIN [--host EXE | --pid PID] [--folder FOLDER]… [--json]; at most one of host
/// and pid. Returns 1 where a runtime would not be bound.
int explain_plugin(const std::string &plugin, std::optional<std::string> host, std::optional<int> pid,
                   const std::vector<std::string> &folders, bool json);

/// weakrt print ld-dir|include-dir|cmake-dir|manifest-dir|stub-dir
int print_place(const std::string &what);

/// weakrt link [--manifest FILE | --runtime NAME[@RANGE]]… -- CC ARGS…: becomes
/// the compiler driver, with our folder and flags added.
int link_with_driver(const std::vector<std::string> &manifests, const std::vector<std::string> &runtimes,
                     const std::vector<std::string> &command);

} // namespace weakrt
