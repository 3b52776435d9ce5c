#include "linkplugin/explain/explain.h"

#include "linkplugin/explain/live_process.h"
#include "linkplugin/explain/pe_explain.h"
#include "linkplugin/explain/pe_module_file.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace fs = std::filesystem;

namespace weakrt::explain {

namespace {

/// One explanation, made step by step: the process, the plugin in it, each runtime.
class Explainer {
public:
  Explainer(const InspectedPlugin &record, const fs::path &name, ModuleFile plugin)
      : record(record), wants(record), plugin(std::move(plugin)),
        is_program(this->plugin.image().is_executable()) {
    result.plugin = name;
  }

  Result<void> start_from_nothing(std::map<std::string, std::string> environment);
  Result<void> start_from_host(const fs::path &host, std::map<std::string, std::string> environment);
  Result<void> start_from_process(int pid);
  Explanation finish();

private:
  void add_preloaded();
  bool find_loaded_plugin();
  void make_process();
  Module module_of(const LoadedFile &file) const;
  Load load(const std::string &library);
  ExplainedRuntime explain_runtime(const InspectedRuntime &runtime);
  void read_slots();
  const LoadedFile *owner_of(uint64_t address) const;

  const InspectedPlugin &record;
  Wants wants;
  ModuleFile plugin;
  bool is_program; ///< the plugin is, and so its own host
  std::optional<Loader> loader;
  size_t plugin_index = 0;
  ReadMemory memory;
  Process process;
  Explanation result;
};

LoaderSettings settings_here(std::map<std::string, std::string> environment) {
  LoaderSettings settings;
  settings.environment = std::move(environment);
  std::error_code error;
  settings.working_folder = fs::current_path(error);
  return settings;
}

} // namespace

Result<void> Explainer::start_from_nothing(std::map<std::string, std::string> environment) {
  loader.emplace(settings_here(std::move(environment)));
  return {};
}

// A script is run by its interpreter, which is the host then.
static Diagnostic add_help(Diagnostic diagnostic) {
  if (diagnostic.message == "not an ELF file")
    diagnostic.help = "name the program that runs: of a script, its interpreter";
  return diagnostic;
}

Result<void> Explainer::start_from_host(const fs::path &host,
                                        std::map<std::string, std::string> environment) {
  if (is_pe_file(host))
    return fail({.message = "a program for Windows, and the plugin is not", .file = host});
  LoaderSettings settings = settings_here(std::move(environment));
  std::error_code error;
  fs::perms rights = fs::status(host, error).permissions();
  settings.secure = !error && (rights & (fs::perms::set_uid | fs::perms::set_gid)) != fs::perms::none;
  result.secure = settings.secure;
  if (!is_program)
    result.program = host;
  result.is_static = ModuleFile::is_static(host);
  loader.emplace(std::move(settings));
  if (result.is_static)
    return {};
  auto program = ModuleFile::read(host, host);
  if (!program)
    return fail(add_help(program.error()[0]));
  if (!program->is_program())
    return fail({.message = "a library, not a program: it names no loader",
                 .file = host,
                 .help = "name the program that loads it"});
  loader->add(std::move(*program), 0, true);
  add_preloaded();
  return {};
}

void Explainer::add_preloaded() {
  std::string names = loader->variable("LD_PRELOAD").value_or("");
  std::ranges::replace(names, ':', ' ');
  while (!names.empty()) {
    std::string name = names.substr(0, names.find(' '));
    names.erase(0, name.size() + 1);
    FoundLibrary found = name.empty() ? FoundLibrary{} : loader->find(name, 0);
    if (found.path.empty() || found.kind == FoundLibrary::Kind::already_loaded ||
        found.kind == FoundLibrary::Kind::not_found)
      continue;
    if (auto library = ModuleFile::read(loader->outside(found.path), found.path))
      loader->add(std::move(*library), 0);
  }
}

Result<void> Explainer::start_from_process(int pid) {
  std::string mark = process_mark(pid);
  auto live = read_live_process(pid);
  if (!live)
    return std::unexpected(live.error());
  result.pid = pid;
  result.program = live->program;
  result.is_static = live->is_static;
  result.secure = live->settings.secure;
  result.unreadable = std::move(live->unreadable);
  memory = live->read;
  loader.emplace(std::move(live->settings));
  for (LoadedFile &file : live->files)
    loader->add_loaded(std::move(file));
  result.loaded_there = find_loaded_plugin();
  if (is_program && !(result.loaded_there && loader->files()[plugin_index].main_program))
    return fail({.message = fmt::format("process {} runs another program, {}", pid, result.program),
                 .file = result.plugin});
  make_process();
  // What was read belongs together only if it was the same process to the end.
  if (process_mark(pid) != mark || (loader->files().empty() && !result.is_static))
    return fail({.message = fmt::format("process {} has ended while it was read", pid)});
  return {};
}

bool Explainer::find_loaded_plugin() {
  std::error_code error;
  for (size_t i = 0; i < loader->files().size(); ++i)
    if (const std::string &path = loader->files()[i].file.path();
        fs::equivalent(loader->outside(path), plugin.path(), error) && !error) {
      plugin_index = i;
      return true;
    }
  return false;
}

Module Explainer::module_of(const LoadedFile &file) const {
  return file.live ? file.file.module(wants, file.main_program, memory, file.base)
                   : file.file.module(wants, file.main_program);
}

// What is new among the loader's files.
void Explainer::make_process() {
  process.lists_modules = !result.is_static;
  for (size_t i = process.modules.size(); i < loader->files().size(); ++i)
    process.modules.push_back(module_of(loader->files()[i]));
}

// By the stub, so on behalf of the plugin; and never from the working folder.
Load Explainer::load(const std::string &library) {
  using Result = LoadAttempt::Result;
  if (loader->is_here(library, plugin_index))
    return {{library, "", Result::refused, ""}, {}};
  FoundLibrary found = loader->find(library, plugin_index);
  Load load{{library, found.path, Result::taken, ""}, {}};
  switch (found.kind) {
  case FoundLibrary::Kind::not_found:
    load.attempt.path.clear();
    load.attempt.result = Result::not_found;
    return load;
  case FoundLibrary::Kind::already_loaded:
    return load;
  case FoundLibrary::Kind::found:
    break;
  }
  auto file = ModuleFile::read(loader->outside(found.path), found.path);
  if (!file) {
    load.attempt.result = Result::unreadable;
    load.attempt.reason = file.error()[0].message;
    return load;
  }
  size_t before = loader->files().size();
  size_t missing_before = loader->not_found().size();
  loader->add(std::move(*file), plugin_index);
  if (loader->not_found().size() > missing_before) {
    load.attempt.result = Result::unreadable;
    load.attempt.reason =
        fmt::format("needs {}, which is not found", loader->not_found()[missing_before].library);
  } else
    for (size_t i = before; i < loader->files().size(); ++i)
      load.modules.push_back(module_of(loader->files()[i]));
  loader->forget_from(before, missing_before);
  return load;
}

ExplainedRuntime Explainer::explain_runtime(const InspectedRuntime &runtime) {
  Environment environment;
  environment.load = [this](const std::string &library) { return load(library); };
  environment.variable = [this](const std::string &name) { return loader->variable(name); };
  return {runtime, decide(runtime, process, environment), std::nullopt};
}

const LoadedFile *Explainer::owner_of(uint64_t address) const {
  for (const LoadedFile &file : loader->files())
    if (file.live)
      for (const elf::Segment &segment : file.file.image().segments())
        if (segment.type == llvm::ELF::PT_LOAD && address >= file.base + segment.address &&
            address - file.base - segment.address < segment.memory_size)
          return &file;
  return nullptr;
}

// A slot is a relocation of type NONE with a symbol; what it holds is the address of the
// provider's symbol, with the addend. Not so of a thread-local variable.
void Explainer::read_slots() {
  const LoadedFile &there = loader->files()[plugin_index];
  const elf::Image &image = there.file.image();
  std::map<std::string_view, size_t> runtime_of;
  for (size_t i = 0; i < record.runtimes.size(); ++i) {
    result.runtimes[i].bound.emplace();
    for (const InspectedImport &import : record.runtimes[i].imports)
      if (!import.thread_local_data)
        runtime_of.emplace(import.name, i);
  }
  for (const elf::Relocation &relocation : image.relocations()) {
    if (relocation.type != 0 || relocation.symbol == 0 || relocation.symbol >= image.symbols().size())
      continue;
    auto runtime = runtime_of.find(image.symbols()[relocation.symbol].name);
    if (runtime == runtime_of.end())
      continue;
    uint64_t value = 0;
    if (!memory(there.base + relocation.address, &value, sizeof value)) {
      result.slots_unreadable = std::strerror(errno);
      for (ExplainedRuntime &each : result.runtimes)
        each.bound.reset();
      return;
    }
    Bound &bound = *result.runtimes[runtime->second].bound;
    const LoadedFile *owner = owner_of(value - static_cast<uint64_t>(relocation.addend));
    if (value == 0)
      ++bound.null;
    else if (!owner || owner == &there)
      ++bound.trapped;
    else
      ++bound.modules[owner->file.path()];
  }
}

Explanation Explainer::finish() {
  if (!result.loaded_there && !is_program)
    plugin_index = loader->add(std::move(plugin), loader->files().empty() ? SIZE_MAX : 0);
  make_process();
  result.not_found = loader->not_found();
  for (const InspectedRuntime &runtime : record.runtimes)
    result.runtimes.push_back(explain_runtime(runtime));
  if (result.loaded_there)
    read_slots();
  // Without them the plugin is not loaded at all, unless they are there by then.
  for (ExplainedRuntime &each : result.runtimes)
    if (!result.not_found.empty() && each.decision.outcome == Outcome::binds)
      each.decision.outcome = Outcome::may_bind;
  return std::move(result);
}

Outcome Explanation::outcome() const {
  Outcome worst = Outcome::binds;
  for (const ExplainedRuntime &each : runtimes) {
    bool is_bound = each.bound && each.bound->trapped == 0 && !each.bound->modules.empty();
    worst = std::max(worst, is_bound ? Outcome::binds : each.decision.outcome);
  }
  return worst;
}

Result<Explanation> explain(const fs::path &plugin, const Target &target,
                            std::map<std::string, std::string> environment) {
  if (is_pe_file(plugin))
    return explain_pe(plugin, target, std::move(environment));
  if (!target.folders.empty())
    return fail({.message = "--folder is for plugins and programs of Windows",
                 .file = plugin,
                 .help = "set LD_LIBRARY_PATH instead"});
  // A process has another working folder than we have.
  std::error_code error;
  auto file = ModuleFile::read(plugin, target.pid ? fs::absolute(plugin, error) : plugin);
  if (!file)
    return std::unexpected(file.error());
  auto record = inspect(plugin);
  if (!record)
    return std::unexpected(record.error());
  bool is_program = file->image().is_executable();
  if (is_program && target.host)
    return fail({.message = "a program, and so its own host", .file = plugin, .help = "leave --host out"});
  Explainer explainer(*record, plugin, std::move(*file));
  auto started = target.pid ? explainer.start_from_process(*target.pid)
                 : target.host || is_program
                     ? explainer.start_from_host(target.host.value_or(plugin), std::move(environment))
                     : explainer.start_from_nothing(std::move(environment));
  if (!started)
    return std::unexpected(started.error());
  return explainer.finish();
}

} // namespace weakrt::explain
