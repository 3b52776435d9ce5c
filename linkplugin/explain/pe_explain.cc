#include "linkplugin/explain/pe_explain.h"

#include "linkplugin/explain/pe_loader.h"

#include <algorithm>

namespace fs = std::filesystem;

namespace weakrt::explain {

namespace {

/// One explanation, made step by step: the process, the plugin in it, each runtime.
class PeExplainer {
public:
  PeExplainer(const InspectedPlugin &record, PeModuleFile plugin, const Target &target,
              std::map<std::string, std::string> environment);

  Result<void> start(const std::optional<fs::path> &host);
  Explanation finish();

private:
  bool is_elsewhere(const std::string &library) const;
  Load load(const std::string &library);
  Load load_file(Load load, const fs::path &file, const fs::path &also);

  const InspectedPlugin &record;
  Wants wants;
  PeModuleFile plugin;
  bool is_program; ///< the plugin is, and so its own host
  fs::path plugin_folder;
  std::map<std::string, std::string> environment;
  PeLoader loader;
  Process process;
  std::vector<std::string> elsewhere; ///< what modules of the process import, and is not here
  Explanation result;
};

// Beside the program, then where the user says.
std::vector<fs::path> search_path(const fs::path &plugin, bool is_program, const Target &target) {
  std::vector<fs::path> folders = target.folders;
  if (target.host || is_program)
    folders.insert(folders.begin(), target.host.value_or(plugin).parent_path());
  return folders;
}

} // namespace

PeExplainer::PeExplainer(const InspectedPlugin &record, PeModuleFile file, const Target &target,
                         std::map<std::string, std::string> environment)
    : record(record), wants(record), plugin(std::move(file)), is_program(!plugin.image().is_library()),
      plugin_folder(fs::path(plugin.path()).parent_path()), environment(std::move(environment)),
      loader(plugin.image().machine(), search_path(plugin.path(), is_program, target)) {
  result.plugin = plugin.path();
}

Result<void> PeExplainer::start(const std::optional<fs::path> &host) {
  if (!host)
    return {};
  auto program = loader.read(*host);
  if (!program) {
    Diagnostic diagnostic = program.error()[0];
    if (diagnostic.message == "this is no PE file")
      diagnostic.help = "name the program of Windows that runs: of a script, its interpreter";
    return fail(std::move(diagnostic));
  }
  if (program->image().is_library())
    return fail(
        {.message = "a library, not a program", .file = *host, .help = "name the program that loads it"});
  result.program = *host;
  loader.add(std::move(*program));
  return {};
}

Load PeExplainer::load_file(Load load, const fs::path &file, const fs::path &also) {
  load.attempt.path = file;
  auto module = loader.read(file);
  if (!module) {
    load.attempt.result = LoadAttempt::Result::unreadable;
    load.attempt.reason = module.error()[0].message;
    return load;
  }
  size_t before = loader.files().size(), broken = loader.unloadable().size();
  loader.add(std::move(*module), also);
  if (loader.unloadable().size() > broken) {
    load.attempt.result = LoadAttempt::Result::unreadable;
    load.attempt.reason = loader.unloadable()[broken].reason;
  } else
    for (size_t i = before; i < loader.files().size(); ++i)
      load.modules.push_back(loader.files()[i].module(wants, false));
  loader.forget_from(before);
  return load;
}

bool PeExplainer::is_elsewhere(const std::string &library) const {
  return std::ranges::find(elsewhere, folded(library), folded) != elsewhere.end();
}

static bool is_slash(char c) {
  return c == '/' || c == '\\';
}

// As the stub asks for it (stub/pe/process.cc): what is neither a bare name nor a whole path is refused.
Load PeExplainer::load(const std::string &library) {
  using Result = LoadAttempt::Result;
  Load load{{library, "", Result::taken, ""}, {}};
  constexpr std::string_view origin = "$ORIGIN";
  if (library.starts_with(origin)) {
    std::string rest = library.substr(std::min(library.size(), origin.size() + 1));
    std::ranges::replace(rest, '\\', '/');
    fs::path path = plugin_folder / rest;
    if (auto found = find_in_folder(path.parent_path(), path.filename().string()))
      return load_file(std::move(load), *found, found->parent_path());
    load.attempt.result = Result::not_found;
    return load;
  }
  bool is_whole = (library.size() > 2 && library[1] == ':' && is_slash(library[2])) ||
                  (library.size() > 1 && is_slash(library[0]) && is_slash(library[1]));
  if (is_whole) {
    load.attempt.result = Result::not_found;
    load.attempt.reason = "a path of a Windows machine";
    return load;
  }
  if (library.find_first_of("/\\:") != std::string::npos) {
    load.attempt.result = Result::refused;
    return load;
  }
  // Windows' rule.
  std::string name = library.find('.') == std::string::npos ? library + ".dll" : library;
  if (loader.is_loaded(name))
    return load;
  if (auto found = loader.find(name))
    return load_file(std::move(load), *found, {});
  load.attempt.result = Result::not_found;
  load.attempt.reason =
      is_elsewhere(name)
          ? "a module of the process imports it, so it is there already"
          : "looked for beside the program and in the folders of --folder, not in Windows' own";
  return load;
}

Explanation PeExplainer::finish() {
  if (!is_program)
    loader.add(std::move(plugin));
  for (const PeModuleFile &file : loader.files())
    process.modules.push_back(file.module(wants, !result.program.empty() && process.modules.empty()));
  elsewhere = loader.not_here();
  for (const Unloadable &each : loader.unloadable())
    result.not_found.push_back({each.library, each.needed_by, each.reason});
  Environment outside;
  outside.load = [this](const std::string &library) { return load(library); };
  outside.variable = [this](const std::string &name) {
    auto found = environment.find(name);
    return found == environment.end() ? std::nullopt : std::optional(found->second);
  };
  for (const InspectedRuntime &runtime : record.runtimes)
    result.runtimes.push_back({runtime, decide(runtime, process, outside), std::nullopt});
  result.not_here = loader.not_here();
  for (ExplainedRuntime &each : result.runtimes) {
    Outcome &outcome = each.decision.outcome;
    // A file that is not here, but is in the process, may be the runtime.
    bool may_be_there = std::ranges::any_of(
        each.runtime.libraries, [this](const std::string &library) { return is_elsewhere(library); });
    if ((!result.not_found.empty() && outcome == Outcome::binds) ||
        (may_be_there && each.decision.candidates.empty()))
      outcome = Outcome::may_bind;
  }
  return std::move(result);
}

Result<Explanation> explain_pe(const fs::path &path, const Target &target,
                               std::map<std::string, std::string> environment) {
  if (target.pid)
    return fail({.message = "a plugin for Windows; the processes that can be read are Linux's",
                 .file = path,
                 .help = "name its program with --host"});
  auto plugin = PeModuleFile::read(path);
  if (!plugin)
    return std::unexpected(plugin.error());
  auto record = inspect(path);
  if (!record)
    return std::unexpected(record.error());
  bool is_program = !plugin->image().is_library();
  if (is_program && target.host)
    return fail({.message = "a program, and so its own host", .file = path, .help = "leave --host out"});
  PeExplainer explainer(*record, std::move(*plugin), target, std::move(environment));
  auto started = explainer.start(is_program ? path : target.host);
  if (!started)
    return std::unexpected(started.error());
  return explainer.finish();
}

} // namespace weakrt::explain
