#include "linkplugin/linker/borrow.h"

#include "linkplugin/linker/interface.h"
#include "linkplugin/linker/libraries.h"
#include "stub/include/weakrt/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace weakrt {

static Diagnostic asked_twice(const std::string &name) {
  return {.message = fmt::format("the runtime {} is asked for twice", name),
          .help = "name each runtime once, in one manifest or one flag"};
}

Result<Requests> read_requests(const WeakrtFlags &flags, const std::filesystem::path &shipped) {
  Requests requests;
  std::vector<BorrowedRuntime> &all = requests.runtimes;
  Diagnostics errors;
  auto add = [&](BorrowedRuntime runtime) {
    if (std::ranges::any_of(all,
                            [&](const BorrowedRuntime &r) { return r.runtime.name == runtime.runtime.name; }))
      errors.push_back(asked_twice(runtime.runtime.name));
    else {
      if (std::ranges::find(requests.files, runtime.runtime.file) == requests.files.end())
        requests.files.push_back(runtime.runtime.file);
      all.push_back(std::move(runtime));
    }
  };
  auto collect = [&](const Diagnostics &more) { errors.insert(errors.end(), more.begin(), more.end()); };

  for (const WeakrtFlags::Request &request : flags.requests) {
    if (request.kind == WeakrtFlags::Request::Kind::runtime) {
      auto runtime = parse_runtime_flag(request.value, shipped);
      runtime ? add(std::move(*runtime)) : collect(runtime.error());
    } else {
      requests.files.push_back(request.value);
      auto manifest = read_plugin_manifest(request.value, shipped);
      if (!manifest)
        collect(manifest.error());
      else
        for (BorrowedRuntime &runtime : manifest->runtimes)
          add(std::move(runtime));
    }
  }
  if (all.size() > record::max_runtimes)
    errors.push_back({.message = fmt::format("{} runtimes in one plugin, {} are possible", all.size(),
                                             record::max_runtimes)});
  if (!errors.empty())
    return std::unexpected(errors);
  return requests;
}

// Rule 13: nothing is loaded from the current directory, whatever a soname says.
static std::string loadable_name(const elf::Library &library) {
  std::filesystem::path name = library.soname();
  return name.is_absolute() ? library.soname() : name.filename().string();
}

static void add_library(LinkedRuntime &runtime, const elf::Library &library,
                        std::vector<std::string> &versions) {
  runtime.sonames.push_back(library.soname());
  // For a library without a soname a linker records the path by which it was named.
  runtime.sonames.push_back(library.path());
  versions.insert(versions.end(), library.versions().begin(), library.versions().end());
}

// "libpython3.11.so.1.0" is linked as -lpython3.11, the companion "libuv" as -luv.
static std::vector<std::string> link_names(const RuntimeManifest &runtime) {
  std::vector<std::string> files = runtime.load_linux;
  for (const Companion &companion : runtime.companions)
    files.push_back(companion.name + ".so");
  std::vector<std::string> names;
  for (const std::string &file : files) {
    size_t end = file.find(".so");
    if (file.starts_with("lib") && end != std::string::npos)
      names.push_back(file.substr(3, end - 3));
  }
  return names;
}

// Whether the stub would call data, or take machine code for a text.
static Result<void> check_kinds(const RuntimeManifest &manifest, const elf::Library &library) {
  auto check = [&](const std::string &symbol, bool is_called, std::string_view key) -> Result<void> {
    const elf::Export *found = library.find(symbol);
    if (!found || (found->kind == elf::Export::Kind::function) == is_called)
      return {};
    return fail(
        {.message = fmt::format("{} is {} in {}, and `{}` {} it", symbol, is_called ? "data" : "a function",
                                library.path(), key, is_called ? "calls" : "reads"),
         .file = manifest.file,
         .help = "correct the manifest: it is asked when the plugin is loaded"});
  };
  for (const VersionQuery &query : manifest.version)
    if (auto good = check(query.symbol, query.calls(), "version"); !good)
      return good;
  return check(manifest.initialised, true, "initialised");
}

// What the manifest says of a runtime, held against a library of it.
static Result<void> check_library(const LinkedRuntime &runtime, const elf::Library &library,
                                  Diagnostics &warnings) {
  const RuntimeManifest &manifest = runtime.borrowed.runtime;
  const VersionRange &range = runtime.borrowed.version;
  bool tells_version = std::ranges::any_of(
      manifest.version, [&](const VersionQuery &query) { return library.find(query.symbol); });
  if (!range.clauses.empty() && !tells_version)
    return fail({.message = fmt::format("{} exports nothing that tells its version, so {} would never fit",
                                        library.path(), range.text),
                 .file = manifest.file,
                 .help = "correct the symbols in `version`, or ask for no version"});
  if (auto good = check_kinds(manifest, library); !good)
    return good;
  if (!manifest.initialised.empty() && !library.find(manifest.initialised))
    warnings.push_back({.severity = Severity::warning,
                        .message = fmt::format("{} does not export {}, which `initialised` names",
                                               library.path(), manifest.initialised),
                        .file = manifest.file});
  bool has_api = std::ranges::any_of(
      library.exports(), [&](const auto &exported) { return matches_any(manifest.symbols, exported.first); });
  if (!manifest.symbols.empty() && !has_api)
    warnings.push_back({.severity = Severity::warning,
                        .message = fmt::format("{} exports nothing of what `symbols` lists: {}",
                                               library.path(), fmt::join(manifest.symbols, ", ")),
                        .file = manifest.file});
  for (const auto &[file, version] : manifest.load_versions)
    if (file == library.soname() && !overlaps(range, version))
      warnings.push_back({.severity = Severity::warning,
                          .message = fmt::format("the plugin is linked with {}, but asks for {} {}", file,
                                                 manifest.name, range.text),
                          .file = library.path()});
  return {};
}

// Libraries that look like the runtime but are not it, for the diagnostic that
// would otherwise deny that they are on the line.
static std::vector<std::string> near_misses(const RuntimeManifest &runtime,
                                            const std::vector<elf::Library> &libraries, const Missed &missed,
                                            const Target &target) {
  std::vector<std::string> notes;
  for (const std::string &name : missed.not_found)
    notes.push_back(name + " was not found");
  for (const std::filesystem::path &path : missed.passed_over)
    if (auto library = elf::Library::read(path); library && library->exports_all(runtime.identify))
      notes.push_back(fmt::format("{} is for {}, and this link is for {}", path.string(),
                                  library->machine().name, target.machine->name));
  for (const elf::Library &library : libraries) {
    bool has_api = std::ranges::any_of(library.exports(), [&](const auto &exported) {
      return matches_any(runtime.symbols, exported.first);
    });
    if (!has_api)
      continue;
    for (const std::string &symbol : runtime.identify)
      if (!library.find(symbol))
        notes.push_back(fmt::format("{} does not export {}, which `identify` names", library.path(), symbol));
  }
  return notes;
}

Result<Borrowing> find_borrowing(Requests requests, std::vector<elf::Library> libraries, const Missed &missed,
                                 const Target &target, const std::filesystem::path &scratch) {
  Borrowing result;
  result.libraries = std::move(libraries);
  result.files = std::move(requests.files);
  for (BorrowedRuntime &request : requests.runtimes) {
    LinkedRuntime runtime{.borrowed = std::move(request)};
    const RuntimeManifest &manifest = runtime.borrowed.runtime;
    bool found = false;
    for (const elf::Library &library : result.libraries) {
      if (library.exports_all(manifest.identify)) {
        found = true;
        if (auto fits = check_library(runtime, library, result.warnings); !fits)
          return std::unexpected(fits.error());
        if (runtime.provider.empty()) {
          runtime.provider = library.soname();
          runtime.build_id = library.build_id();
        }
        if (!library.is_executable())
          runtime.built_with = runtime.built_with.empty() ? loadable_name(library) : runtime.built_with;
        add_library(runtime, library, result.versions);
      } else if (std::ranges::any_of(manifest.companions, [&](const Companion &companion) {
                   return library.exports_all(companion.identify);
                 }))
        add_library(runtime, library, result.versions);
    }
    if (!found) {
      std::string soname = fmt::format("weakrt-interface-{}.so", manifest.name);
      auto exports = exports_of(runtime.borrowed);
      if (!exports) {
        std::vector<std::string> notes = near_misses(manifest, result.libraries, missed, target);
        exports.error()[0].notes.insert(exports.error()[0].notes.end(), notes.begin(), notes.end());
        return std::unexpected(exports.error());
      }
      auto interface = write_interface(std::move(*exports), target, soname, scratch / soname);
      if (!interface)
        return std::unexpected(interface.error());
      runtime.sonames.push_back(soname);
      result.interfaces.push_back({scratch / soname, link_names(manifest)});
      result.libraries.push_back(std::move(*interface));
    }
    result.runtimes.push_back(std::move(runtime));
  }
  return result;
}

namespace {

/// Walks what the plugin still needs, and what that needs, and so on.
class ClosureCheck {
public:
  ClosureCheck(const Borrowing &borrowing, const LinkLine &line) : borrowing(borrowing), line(line) {}

  std::optional<Dependency> visit(const std::string &soname, const std::string &chain,
                                  const std::vector<std::string> &search_path) {
    if (!seen.insert(soname).second)
      return std::nullopt;
    for (const LinkedRuntime &runtime : borrowing.runtimes)
      if (std::ranges::find(runtime.sonames, soname) != runtime.sonames.end())
        return Dependency{runtime.borrowed.runtime.name, chain};
    std::optional<elf::Library> read;
    const elf::Library *library = find_library(soname, search_path, read);
    if (!library)
      return std::nullopt; // not on the build machine: nothing can be said about it
    // One that is the runtime itself, under a name that the link did not see.
    for (const LinkedRuntime &runtime : borrowing.runtimes)
      if (library->exports_all(runtime.borrowed.runtime.identify))
        return Dependency{runtime.borrowed.runtime.name, chain};
    for (const std::string &next : library->needed())
      if (auto found = visit(next, fmt::format("{} needs {}", chain, next), library->search_path()))
        return found;
    return std::nullopt;
  }

private:
  // One of the link's, or `read` from its file.
  const elf::Library *find_library(const std::string &soname, const std::vector<std::string> &search_path,
                                   std::optional<elf::Library> &read) const {
    auto known = std::ranges::find(borrowing.libraries, soname, &elf::Library::soname);
    if (known != borrowing.libraries.end())
      return &*known;
    std::filesystem::path path = find_needed(line, borrowing.libraries, soname, search_path);
    auto library =
        path.empty() ? Result<elf::Library>(std::unexpected(Diagnostics{})) : elf::Library::read(path);
    if (!library)
      return nullptr;
    return &read.emplace(std::move(*library));
  }

  const Borrowing &borrowing;
  const LinkLine &line;
  std::set<std::string> seen;
};

} // namespace

std::optional<Dependency> find_dependency(const Borrowing &borrowing, const LinkLine &line,
                                          const std::vector<std::string> &needed) {
  ClosureCheck check(borrowing, line);
  for (const std::string &soname : needed)
    if (auto found = check.visit(soname, soname, {}))
      return found;
  return std::nullopt;
}

} // namespace weakrt
