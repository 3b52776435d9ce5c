// `weakrt check`: manifests, each by itself and all together.
#include "linkplugin/tool/verbs.h"

#include "linkplugin/manifest/distinct.h"
#include "linkplugin/manifest/manifest.h"
#include "linkplugin/propose/compare.h"
#include "linkplugin/tool/output.h"
#include "linkplugin/util/home.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>

namespace weakrt {

namespace fs = std::filesystem;

namespace {

/// A file and what came of it.
struct Checked {
  std::string file;
  Diagnostics errors = {};
  std::vector<RuntimeManifest> defined = {};
};

} // namespace

// A folder stands for the manifests in it.
static Result<std::vector<std::string>> files_of(const std::string &path) {
  std::error_code error;
  if (!fs::is_directory(path, error))
    return std::vector{path};
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".toml")
      files.push_back(it->path().string());
  if (error)
    return fail({.message = fmt::format("cannot read this file: {}", error.message()), .file = path});
  if (files.empty())
    return fail(
        {.message = "there is no manifest in this folder", .file = path, .help = "their names end in .toml"});
  std::ranges::sort(files);
  return files;
}

static std::vector<Checked> check_all(const std::vector<std::string> &paths, const fs::path &shipped) {
  std::vector<Checked> all;
  for (const std::string &path : paths) {
    auto files = files_of(path);
    if (!files) {
      all.push_back({path, std::move(files.error())});
      continue;
    }
    for (const std::string &file : *files)
      if (auto defined = check_manifest(file, shipped))
        all.push_back({file, {}, std::move(*defined)});
      else
        all.push_back({file, std::move(defined.error())});
  }
  return all;
}

// Those that are broken are no affair of the manifests that are checked.
static std::vector<RuntimeManifest> read_shipped(const fs::path &folder) {
  std::vector<RuntimeManifest> shipped;
  for (const std::string &name : shipped_names(folder))
    if (auto runtime = read_runtime_manifest(folder / (name + ".toml")))
      shipped.push_back(std::move(*runtime));
  return shipped;
}

static void find_confusion(std::vector<Checked> &all, const fs::path &shipped) {
  std::vector<RuntimeManifest> defined;
  for (const Checked &one : all)
    defined.insert(defined.end(), one.defined.begin(), one.defined.end());
  for (Diagnostic &error : weakrt::find_confusion(defined, read_shipped(shipped)))
    for (Checked &one : all)
      if (one.file == error.file) {
        one.errors.push_back(std::move(error));
        break;
      }
}

static std::string libraries_text(const std::vector<std::string> &libraries) {
  return libraries.empty() ? "nothing" : fmt::format("{}", fmt::join(libraries, ", "));
}

static void describe(const RuntimeManifest &runtime) {
  say("  {}{}{}\n", runtime.name, runtime.description.empty() ? "" : ": ", runtime.description);
  say("    identified by {}\n", fmt::join(runtime.identify, ", "));
  if (!runtime.also.empty())
    say("    is also {}\n", fmt::join(runtime.also, ", "));
  if (runtime.version.empty())
    say("    cannot be asked for its version: what a plugin imports must be there, and no range can be asked "
        "for\n");
  for (const VersionQuery &query : runtime.version)
    say("    tells its version by {} ({})\n", query.symbol.empty() ? "its file" : query.symbol,
        kind_name(query.kind));
  say("    {}\n", runtime.initialised.empty() ? "cannot be asked whether it is initialised"
                                              : "says whether it is initialised by " + runtime.initialised);
  say("    loads, on Linux: {}\n", libraries_text(runtime.load_linux));
  say("    loads, on macOS: {}\n", libraries_text(runtime.load_macos));
  say("    loads, on Windows: {}\n", libraries_text(runtime.load_windows));
  if (runtime.global)
    say("    is made global\n");
  for (const Companion &companion : runtime.companions)
    say("    with {}, identified by {}\n", companion.name, fmt::join(companion.identify, ", "));
  if (!runtime.interface_symbols.empty())
    say("    symbols listed, for links without a library: {}\n", runtime.interface_symbols.size());
  if (!runtime.untested.empty())
    say("    not tested: {}\n", fmt::join(runtime.untested, ", "));
}

// What is so goes behind the manifest's line, what is not among its errors.
static std::vector<std::string> compare(Checked &checked, const std::string &file) {
  std::vector<std::string> lines;
  for (const RuntimeManifest &runtime : checked.defined)
    if (auto compared = propose::compare(runtime, file))
      lines.insert(lines.end(), compared->begin(), compared->end());
    else
      checked.errors.insert(checked.errors.end(), compared.error().begin(), compared.error().end());
  return lines;
}

int check_files(const std::vector<std::string> &paths, bool verbose,
                const std::optional<std::string> &against) {
  auto home = find_home();
  if (!home) {
    print_diagnostics(home.error(), stderr);
    return 1;
  }
  std::vector<Checked> all = check_all(paths, home->manifests);
  find_confusion(all, home->manifests);
  int code = 0;
  for (Checked &one : all) {
    std::vector<std::string> lines;
    if (against && one.errors.empty())
      lines = compare(one, *against);
    if (!one.errors.empty()) {
      print_diagnostics(one.errors, stderr);
      code = 1;
      continue;
    }
    say("{}: ok\n", one.file);
    if (verbose)
      std::ranges::for_each(one.defined, describe);
    for (const std::string &line : lines)
      say("  {}\n", harmless(line));
  }
  return code;
}

} // namespace weakrt
