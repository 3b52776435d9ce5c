#include "linkplugin/explain/rules.h"

#include <algorithm>
#include <cctype>

namespace weakrt::explain {

namespace {

/// The stub has room for so many; it ignores further modules with the same runtime.
constexpr size_t max_candidates = 16;

constexpr std::string_view host_table = "weakrt_host_1";

/// A module that qualifies.
struct Found {
  const Module *module;
  bool through_symbol_table = false;
};

} // namespace

Wants::Wants(const InspectedPlugin &plugin) {
  names.emplace(host_table);
  for (const InspectedRuntime &runtime : plugin.runtimes) {
    names.insert(runtime.identify.begin(), runtime.identify.end());
    if (!runtime.initialised.empty())
      names.insert(runtime.initialised);
    for (const VersionQuery &query : runtime.questions) {
      for (const std::string &name : {query.symbol, query.minor, query.patch})
        if (!name.empty())
          names.insert(name);
      questions.push_back(query);
    }
    for (const Companion &companion : runtime.companions)
      names.insert(companion.identify.begin(), companion.identify.end());
    for (const InspectedImport &import : runtime.imports)
      names.insert(import.name);
  }
}

// Lookup, by glibc's rule (elf/dl-lookup.c, check_match): a wanted version meets its
// equal and a symbol without one. No wanted version meets the module's oldest, else
// the default one.
static const Definition *find(const Module &module, const std::string &name, const std::string &version,
                              bool canonical = false) {
  const Definition *by_default = nullptr;
  auto [first, last] = module.exports.equal_range(name);
  for (; first != last; ++first) {
    const Definition &found = first->second;
    if (found.canonical && !canonical)
      continue;
    if (!module.defines_versions)
      return &found;
    if (!version.empty()) {
      if (found.version.empty() || found.version == version)
        return &found;
    } else if (found.oldest)
      return &found;
    else if (!found.hidden)
      by_default = &found;
  }
  return by_default;
}

// What identifies a runtime and what it is asked: a facade (python3.dll) only names who has it.
static const Definition *find_own(const Module &module, const std::string &name) {
  const Definition *found = find(module, name, "");
  return found && !found->elsewhere ? found : nullptr;
}

static bool exports_all(const Module &module, const std::vector<std::string> &identify) {
  return std::ranges::all_of(identify, [&](const std::string &name) { return find_own(module, name); });
}

static bool has_in_symbol_table(const Module &module, const std::vector<std::string> &identify) {
  return module.main_program && !identify.empty() &&
         std::ranges::all_of(identify,
                             [&](const std::string &name) { return module.symbol_table.contains(name); });
}

static std::vector<const Module *> exporting(const Process &process,
                                             const std::vector<std::string> &identify) {
  std::vector<const Module *> found;
  if (identify.empty())
    return found;
  for (const Module &module : process.modules)
    if (found.size() < max_candidates && exports_all(module, identify))
      found.push_back(&module);
  return found;
}

// Rule 1. Those that export it come first, in the process's order; what has it in its
// .symtab only is the last.
static std::vector<Found> find_qualifying(const InspectedRuntime &runtime, const Process &process) {
  std::vector<Found> found;
  for (const Module *module : exporting(process, runtime.identify))
    found.push_back({module});
  for (const Module &module : process.modules)
    if (has_in_symbol_table(module, runtime.identify) && !exports_all(module, runtime.identify))
      found.push_back({&module, true});
  return found;
}

static Answer is_initialised(const InspectedRuntime &runtime, const Found &found) {
  bool can_be_asked =
      !runtime.initialised.empty() &&
      (find_own(*found.module, runtime.initialised) ||
       (found.through_symbol_table && found.module->symbol_table.contains(runtime.initialised)));
  return can_be_asked ? found.module->initialised : Answer::no;
}

namespace {

struct Choice {
  Rule rule;
  size_t index = 0;
};

} // namespace

// Rule 4, where it is known which modules are initialised. Where others export the
// runtime, the program's .symtab is left alone if nobody can be asked, and what is there
// does not count if it cannot be bound to.
static Choice choose(const InspectedRuntime &runtime, const std::vector<Found> &found,
                     const std::vector<bool> &live) {
  std::vector<size_t> seen;
  for (size_t i = 0; i < found.size(); ++i)
    if (!found[i].through_symbol_table || found.size() == 1 ||
        (!runtime.initialised.empty() && found[i].module->has_build_id))
      seen.push_back(i);

  if (seen.size() == 1)
    return {Rule::only, seen[0]};
  auto live_ones = std::ranges::count_if(seen, [&](size_t i) { return live[i]; });
  if (live_ones == 1)
    return {Rule::initialised, *std::ranges::find_if(seen, [&](size_t i) { return live[i]; })};
  for (size_t i : seen)
    if (found[i].module->main_program && (live_ones == 0 || live[i]))
      return {Rule::main_program, i};
  return {Rule::tie};
}

static void mark_chosen(const InspectedRuntime &runtime, const std::vector<Found> &found,
                        Decision &decision) {
  std::vector<Answer> known;
  for (const Found &each : found)
    known.push_back(is_initialised(runtime, each));

  // Every way it can be, one bit for each module; at most 2^17, and hardly ever more than four.
  std::set<size_t> winners;
  std::set<Rule> rules;
  for (size_t world = 0; world < size_t{1} << found.size(); ++world) {
    std::vector<bool> live;
    bool possible = true;
    for (size_t i = 0; i < found.size(); ++i) {
      live.push_back(world >> i & 1);
      possible &= known[i] == Answer::unknown || (known[i] == Answer::yes) == live[i];
    }
    if (!possible)
      continue;
    Choice choice = choose(runtime, found, live);
    rules.insert(choice.rule);
    if (choice.rule != Rule::tie)
      winners.insert(choice.index);
    if (std::ranges::none_of(live, [](bool one) { return one; }))
      decision.otherwise = choice.rule == Rule::tie ? Rule::tie : Rule::main_program;
  }
  bool certain = winners.size() + rules.contains(Rule::tie) == 1;
  // Of several that agree the last: the one that holds whatever is initialised.
  decision.rule = certain ? *rules.rbegin() : Rule::depends;
  for (size_t winner : winners)
    decision.candidates[winner].chosen = certain ? Answer::yes : Answer::unknown;
}

// "3.11.2 (main, …)", "v20.1": the first number in the text and what follows it after
// single dots, three parts at the most.
static Version parse_version(std::string_view text) {
  Version version;
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  size_t at = 0;
  while (at < text.size() && !is_digit(text[at]))
    ++at;
  while (at < text.size() && is_digit(text[at]) && version.count < 3) {
    uint32_t part = 0;
    for (; at < text.size() && is_digit(text[at]); ++at)
      part = part < 100'000'000 ? part * 10 + static_cast<uint32_t>(text[at] - '0') : part;
    version.parts[version.count++] = part;
    if (at >= text.size() || text[at] != '.')
      break;
    ++at;
  }
  return version;
}

// "5.4.4" of "$LuaVersion: Lua 5.4.4  Copyright (C) …", which has one.
static std::string number_in(const std::string &text) {
  std::string number = text.substr(text.find_first_of("0123456789"));
  return number.substr(0, number.find_first_of(" \t,;()$"));
}

static void ask_version(const InspectedRuntime &runtime, const Found &found, Candidate &candidate) {
  bool has_range = !runtime.version.clauses.empty();
  candidate.version_fits = has_range ? Answer::no : Answer::yes;
  candidate.version_reason = "does not tell its version";
  for (const VersionQuery &query : runtime.questions) {
    bool asks_file =
        query.kind == VersionQuery::Kind::file && found.module->versions.contains({"", query.kind});
    if (!asks_file && !find_own(*found.module, query.symbol) &&
        !(found.through_symbol_table && found.module->symbol_table.contains(query.symbol)))
      continue;
    auto answer = found.module->versions.find({query.symbol, query.kind});
    if (answer == found.module->versions.end() || answer->second.known == Answer::unknown) {
      candidate.version_fits = has_range ? Answer::unknown : Answer::yes;
      candidate.version_reason = answer == found.module->versions.end() ? "" : answer->second.reason;
      return;
    }
    if (Version version = parse_version(answer->second.text); version.count) {
      candidate.version = number_in(answer->second.text);
      candidate.version_reason.clear();
      candidate.version_fits = contains(runtime.version, version) ? Answer::yes : Answer::no;
      return;
    }
  }
}

// The module that the provider needs by name, else the only one.
static const Module *choose_companion(const Module &provider, const std::vector<const Module *> &found) {
  for (const Module *module : found)
    if (!module->soname.empty() &&
        std::ranges::find(provider.needed, module->soname) != provider.needed.end())
      return module;
  return found.size() == 1 ? found[0] : nullptr;
}

static std::vector<const Module *> find_companions(const InspectedRuntime &runtime, const Process &process,
                                                   const Found &found, Candidate &candidate) {
  std::vector<const Module *> companions;
  for (const Companion &companion : runtime.companions) {
    if (exports_all(*found.module, companion.identify) ||
        (found.through_symbol_table && has_in_symbol_table(*found.module, companion.identify)))
      continue;
    const Module *module = choose_companion(*found.module, exporting(process, companion.identify));
    if (!module) {
      candidate.missing_companions.push_back(companion.name);
      continue;
    }
    companions.push_back(module);
    candidate.companions.emplace_back(companion.name, module->path);
  }
  return companions;
}

// A thread-local variable is none that all threads share, nor the other way round.
static bool defines(const Module &module, const InspectedImport &import, bool canonical = false) {
  const Definition *found = find(module, import.name, import.version, canonical);
  return found && found->thread_local_data == import.thread_local_data;
}

static bool has_in_symbol_table(const Module &module, const InspectedImport &import) {
  return (import.thread_local_data ? module.symbol_table_thread_locals : module.symbol_table)
      .contains(import.name);
}

// What the main program needs, directly or not, has static TLS. Of several with one soname the first is
// meant.
static bool is_there_at_start(const Process &process, const Module &module) {
  std::set<const Module *> seen;
  std::vector<const Module *> found;
  for (const Module &each : process.modules)
    if (each.main_program)
      found.push_back(&each);
  for (size_t i = 0; i < found.size(); ++i)
    for (const std::string &needed : found[i]->needed) {
      auto first = std::ranges::find(process.modules, needed, &Module::soname);
      if (first != process.modules.end() && seen.insert(&*first).second)
        found.push_back(&*first);
    }
  return std::ranges::find(found, module.path, [](const Module *each) { return each->path; }) != found.end();
}

// Rule 3 with its exception: the main program first for each symbol, unless it has the
// runtime itself and another was chosen.
static void find_missing(const InspectedRuntime &runtime, const Process &process,
                         const std::vector<Found> &all, const Found &found,
                         const std::vector<const Module *> &companions, Candidate &candidate) {
  bool passed_over = std::ranges::any_of(
      all, [&](const Found &other) { return other.module->main_program && other.module != found.module; });
  auto program = std::ranges::find_if(process.modules, &Module::main_program);
  for (const InspectedImport &import : runtime.imports) {
    const Module *where = nullptr;
    if (program != process.modules.end() && !passed_over && defines(*program, import, true))
      where = &*program;
    else if (defines(*found.module, import) ||
             (found.through_symbol_table && has_in_symbol_table(*found.module, import)))
      where = found.module;
    else
      for (const Module *companion : companions)
        where = !where && defines(*companion, import) ? companion : where;
    std::string name = import.version.empty() ? import.name : import.name + "@" + import.version;
    bool reached = where && (!import.static_tls || is_there_at_start(process, *where));
    if (!reached && import.optional)
      candidate.missing_optional.push_back(name);
    else if (!reached)
      (where ? candidate.without_static_tls : candidate.missing).push_back(name);
  }
}

Answer Candidate::works() const {
  if (!missing.empty() || !without_static_tls.empty() || !missing_companions.empty() || unbindable ||
      version_fits == Answer::no)
    return Answer::no;
  return version_fits;
}

// Looks at all modules that qualify, and says which of them is chosen. False where
// there is none.
static bool choose_provider(const InspectedRuntime &runtime, const Process &process, Decision &decision) {
  std::vector<Found> all = find_qualifying(runtime, process);
  decision.candidates.clear();
  for (const Found &found : all) {
    Candidate &candidate = decision.candidates.emplace_back();
    candidate.module = found.module->path;
    candidate.main_program = found.module->main_program;
    candidate.through_symbol_table = found.through_symbol_table;
    candidate.unbindable = found.through_symbol_table && !found.module->has_build_id;
    ask_version(runtime, found, candidate);
    auto companions = find_companions(runtime, process, found, candidate);
    find_missing(runtime, process, all, found, companions, candidate);
  }
  if (!all.empty())
    mark_chosen(runtime, all, decision);
  return !all.empty();
}

// What comes of those that may be chosen.
static void conclude(Decision &decision, Ownership ownership) {
  bool all_work = decision.rule != Rule::tie;
  bool one_may = false;
  for (const Candidate &candidate : decision.candidates) {
    if (candidate.chosen == Answer::no)
      continue;
    all_work &= candidate.works() == Answer::yes;
    one_may |= candidate.works() != Answer::no;
  }
  all_work &= decision.rule != Rule::depends || decision.otherwise != Rule::tie;
  decision.outcome = all_work && one_may ? Outcome::binds : one_may ? Outcome::may_bind : Outcome::fails;
  decision.ownership = one_may ? ownership : Ownership::absent;
}

// Why a library that has the runtime is given up again; empty where it is not.
static std::string why_unfit(const InspectedRuntime &runtime, const Decision &decision) {
  for (const Candidate &candidate : decision.candidates) {
    if (candidate.chosen == Answer::no)
      continue;
    if (candidate.version_fits == Answer::no)
      return candidate.version.empty()
                 ? "does not tell its version, wanted " + runtime.version.text
                 : "is version " + candidate.version + ", wanted " + runtime.version.text;
    if (!candidate.missing_companions.empty())
      return "has no " + candidate.missing_companions[0] + ", and no other module is clearly it";
  }
  return "";
}

static std::vector<std::string> libraries_to_load(const InspectedRuntime &runtime,
                                                  const Environment &environment, Decision &decision) {
  auto value = runtime.load_from.empty() ? std::nullopt : environment.variable(runtime.load_from);
  if (!value || value->empty())
    return runtime.libraries;
  decision.override_variable = runtime.load_from;
  return {*value};
}

// "$JAVA_HOME/lib/server/libjvm.so" with what the variable says; nothing where it is not set.
static std::optional<std::string> put_variable(const std::string &library, const Environment &environment) {
  std::string_view name = variable_of(library);
  if (name.empty())
    return library;
  auto value = environment.variable(std::string(name));
  if (!value || value->empty())
    return std::nullopt;
  return *value + library.substr(1 + name.size());
}

// The first library that has the runtime is it. Where its version or its companions do
// not fit it is unloaded and the next is tried: never a second copy.
static void load_one(const InspectedRuntime &runtime, const Process &process, const Environment &environment,
                     Decision &decision) {
  decision.rule = Rule::none_loaded;
  for (const std::string &library : libraries_to_load(runtime, environment, decision)) {
    bool from_manifest = decision.override_variable.empty();
    std::optional<std::string> path = from_manifest ? put_variable(library, environment) : library;
    if (!path) {
      decision.loads.push_back({library, "", LoadAttempt::Result::not_set, ""});
      continue;
    }
    Load load = environment.load(*path);
    LoadAttempt &attempt = decision.loads.emplace_back(std::move(load.attempt));
    if (attempt.result != LoadAttempt::Result::taken)
      continue;
    Process with = process;
    with.modules.insert(with.modules.end(), load.modules.begin(), load.modules.end());
    Decision taken;
    if (!choose_provider(runtime, with, taken)) {
      attempt.result = LoadAttempt::Result::not_it;
      continue;
    }
    attempt.reason = why_unfit(runtime, taken);
    if (attempt.reason.empty()) {
      decision.candidates = std::move(taken.candidates);
      decision.rule = taken.rule;
      decision.otherwise = taken.otherwise;
      return conclude(decision, Ownership::owned);
    }
    attempt.result = LoadAttempt::Result::unfit;
    if (std::ranges::any_of(load.modules, &Module::stays_loaded)) {
      attempt.result = LoadAttempt::Result::stays;
      return;
    }
  }
}

Decision decide(const InspectedRuntime &runtime, const Process &process, const Environment &environment) {
  Decision decision;
  for (const Module &module : process.modules)
    if (find_own(module, std::string(host_table)))
      decision.host_tables.push_back(module.path);
  if (runtime.imports.empty()) {
    decision.rule = Rule::nothing_imported;
    decision.outcome = Outcome::binds;
    return decision;
  }
  if (!process.lists_modules) {
    decision.rule = Rule::no_modules;
    return decision;
  }
  if (choose_provider(runtime, process, decision))
    conclude(decision, Ownership::hosted);
  else if (runtime.never_load)
    decision.rule = Rule::never_load;
  else
    load_one(runtime, process, environment, decision);
  // It can still name a provider that nobody could know of.
  if (decision.outcome == Outcome::fails && !decision.host_tables.empty())
    decision.outcome = Outcome::may_bind;
  return decision;
}

} // namespace weakrt::explain
