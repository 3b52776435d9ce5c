#include "linkplugin/explain/report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weakrt::explain {

namespace {

/// The text of one runtime.
class Story {
public:
  Story(const Explanation &whole, const ExplainedRuntime &runtime)
      : whole(whole), runtime(runtime.runtime), decision(runtime.decision), bound(runtime.bound) {}

  std::string tell();

private:
  template <class... Words> void line(fmt::format_string<Words...> format, Words &&...words) {
    text += "  " + harmless(fmt::format(format, std::forward<Words>(words)...)) + "\n";
  }
  void tell_bound();
  void tell_candidate(const Candidate &candidate);
  void tell_loads();
  void tell_choice();
  void tell_imports();
  void tell_missing(const Candidate &candidate, const std::string &from);
  void tell_outcome();
  std::string why_not(const Candidate &candidate) const;
  std::vector<const Candidate *> possible() const;

  const Explanation &whole;
  const InspectedRuntime &runtime;
  const Decision &decision;
  const std::optional<Bound> &bound;
  std::string text;
};

std::string label(const Candidate &candidate) {
  return candidate.main_program ? "main program " + candidate.module : candidate.module;
}

std::string chosen_label(const Candidate &candidate) {
  return candidate.main_program ? "the main program" : candidate.module;
}

std::string_view plural(size_t count) {
  return count == 1 ? "" : "s";
}

} // namespace

std::vector<const Candidate *> Story::possible() const {
  std::vector<const Candidate *> all;
  for (const Candidate &candidate : decision.candidates)
    if (candidate.chosen != Answer::no)
      all.push_back(&candidate);
  return all;
}

void Story::tell_bound() {
  if (!whole.loaded_there)
    return;
  if (!bound) {
    line("the process has the plugin already; where its slots point cannot be read: {}",
         whole.slots_unreadable);
    return;
  }
  line("the process has the plugin already:");
  for (const auto &[module, slots] : bound->modules)
    line("  {} slot{} point{} into {}", slots, plural(slots), slots == 1 ? "s" : "", module);
  if (bound->null)
    line("  {} slot{} null: optional, and not there", bound->null, bound->null == 1 ? " is" : "s are");
  if (bound->trapped)
    line("  {} slot{} not bound", bound->trapped, bound->trapped == 1 ? " is" : "s are");
  line("bound now, it would be:");
}

void Story::tell_candidate(const Candidate &candidate) {
  std::string version;
  if (!candidate.version.empty())
    version = ", version " + candidate.version;
  else if (!runtime.questions.empty() && !candidate.version_reason.empty())
    version = candidate.version_fits == Answer::no ? ", " + candidate.version_reason
                                                   : ", version unknown: " + candidate.version_reason;
  line("{}: has it{}{}", label(candidate),
       candidate.through_symbol_table ? " in its .symtab, and does not export it" : "", version);
  for (const auto &[name, module] : candidate.companions)
    line("  with {} in {}", name, module);
}

void Story::tell_loads() {
  if (!decision.override_variable.empty())
    line("{} is set: only the library that it names is tried", decision.override_variable);
  else if (whole.secure && !decision.loads.empty() && !runtime.load_from.empty())
    line("{} would be ignored: the program runs with another user's rights", runtime.load_from);
  for (const LoadAttempt &attempt : decision.loads) {
    std::string at = attempt.path.empty() || attempt.path == attempt.library ? "" : " (" + attempt.path + ")";
    switch (attempt.result) {
    case LoadAttempt::Result::taken:
      line("{}{}: would be loaded{}", attempt.library, at,
           runtime.at_call ? " at the first call of one of its functions" : "");
      break;
    case LoadAttempt::Result::not_set:
      line("{}: not tried, the variable is not set, or not listened to", attempt.library);
      break;
    case LoadAttempt::Result::not_found:
      line("{}: not found{}", attempt.library, attempt.reason.empty() ? "" : " (" + attempt.reason + ")");
      break;
    case LoadAttempt::Result::refused:
      line("{}{}: not loaded, it is in the current directory", attempt.library, at);
      break;
    case LoadAttempt::Result::unreadable:
      line("{}{}: cannot be loaded: {}", attempt.library, at, attempt.reason);
      break;
    case LoadAttempt::Result::not_it:
      line("{}{}: is not it, the identifying symbols are missing", attempt.library, at);
      break;
    case LoadAttempt::Result::unfit:
      line("{}{}: {}", attempt.library, at, attempt.reason);
      break;
    case LoadAttempt::Result::stays:
      line("{}{}: {}; it cannot be unloaded, so no other is tried", attempt.library, at, attempt.reason);
      break;
    }
  }
}

void Story::tell_choice() {
  bool loaded = std::ranges::any_of(decision.loads, [](const LoadAttempt &attempt) {
    return attempt.result == LoadAttempt::Result::taken;
  });
  // It is nobody's where it would fail.
  std::string_view whose = decision.ownership == Ownership::absent ? "" : loaded ? " (owned)" : " (hosted)";
  auto chosen = possible();
  switch (decision.rule) {
  case Rule::nothing_imported:
    line("nothing to bind: the plugin imports nothing of it");
    return;
  case Rule::no_modules:
    line("no module is known: the program is linked statically, and its loader lists none");
    return;
  case Rule::never_load:
    line("nothing is loaded: the manifest says load = \"never\"");
    return;
  case Rule::none_loaded:
    return;
  case Rule::only:
    line("chosen: {}{}, {}", chosen_label(*chosen[0]), whose,
         !loaded           ? "the only one"
         : runtime.at_call ? "loaded by the plugin's first call"
                           : "loaded for the plugin");
    return;
  case Rule::initialised:
    line("chosen: {}{}, the only one that is initialised", chosen_label(*chosen[0]), whose);
    return;
  case Rule::main_program:
    line("chosen: {}{}, since being initialised does not decide it", chosen_label(*chosen[0]), whose);
    return;
  case Rule::tie:
    line("chosen: none, several have it and nothing decides between them");
    return;
  case Rule::depends:
    line("chosen{}: the one that is initialised when the plugin is loaded; if that does not decide, {}",
         whose, decision.otherwise == Rule::tie ? "none, and it fails" : "the main program");
    return;
  }
}

void Story::tell_missing(const Candidate &candidate, const std::string &from) {
  std::string optional;
  if (!candidate.missing_optional.empty())
    optional = fmt::format("; null, since optional: {}", fmt::join(candidate.missing_optional, ", "));
  std::string required = "all there";
  if (!candidate.missing.empty())
    required = fmt::format("{} missing: {}", candidate.missing.size(), fmt::join(candidate.missing, ", "));
  else if (!optional.empty())
    required = "all required ones are there";
  line("{} import{}{}: {}{}", runtime.imports.size(), plural(runtime.imports.size()), from, required,
       optional);
}

void Story::tell_imports() {
  auto all = possible();
  auto same = [&](const Candidate *candidate) {
    return candidate->missing == all[0]->missing && candidate->missing_optional == all[0]->missing_optional;
  };
  if (all.empty())
    return;
  // One line where it makes no difference which is chosen.
  if (std::ranges::all_of(all, same)) {
    tell_missing(*all[0], "");
    return;
  }
  for (const Candidate *candidate : all)
    tell_missing(*candidate, " from " + candidate->module);
}

std::string Story::why_not(const Candidate &candidate) const {
  if (candidate.version_fits == Answer::no && candidate.version.empty())
    return fmt::format("wanted version {}; nothing else is loaded beside it", runtime.version.text);
  if (candidate.version_fits == Answer::no)
    return fmt::format("version {}, wanted {}; nothing else is loaded beside it", candidate.version,
                       runtime.version.text);
  if (!candidate.missing_companions.empty())
    return fmt::format("{} has no {}, and no other module is clearly it", candidate.module,
                       fmt::join(candidate.missing_companions, ", "));
  if (candidate.unbindable)
    return "link the program with -rdynamic, or with -Wl,--build-id: its .symtab is used only where the "
           "file is known to be the one that runs";
  if (!candidate.missing.empty())
    return "not all imports are there";
  if (!candidate.without_static_tls.empty())
    return fmt::format("the program does not start with it, too late for static TLS (compile the plugin with "
                       "-ftls-model=global-dynamic): {}",
                       fmt::join(candidate.without_static_tls, ", "));
  return "its version is not " + runtime.version.text;
}

void Story::tell_outcome() {
  for (const std::string &module : decision.host_tables)
    line("the host may give another: {} exports weakrt_host_1", module);
  auto all = possible();
  if (all.empty() && decision.outcome == Outcome::fails)
    line("fails: {}", decision.rule == Rule::tie ? "more than one module has it" : "there is no provider");
  for (const Candidate *candidate : all) {
    if (candidate->works() == Answer::unknown)
      line("fails if {}{}", all.size() > 1 ? "it is " + candidate->module + " and " : "",
           why_not(*candidate));
    else if (candidate->works() == Answer::no)
      line("fails{}: {}", all.size() > 1 ? " if it is " + candidate->module : "", why_not(*candidate));
  }
}

std::string Story::tell() {
  text = harmless(fmt::format("{}{}{} for {}", runtime.name, runtime.version.text.empty() ? "" : " ",
                              runtime.version.text, whole.plugin));
  if (whole.pid)
    text += harmless(fmt::format(" in process {}, {}", *whole.pid, whole.program));
  else if (!whole.program.empty())
    text += harmless(fmt::format(" in {}", whole.program));
  text += "\n";
  tell_bound();
  bool searched = decision.rule != Rule::nothing_imported && decision.rule != Rule::no_modules;
  bool none = searched && (decision.candidates.empty() || decision.ownership == Ownership::owned ||
                           !decision.loads.empty());
  if (none)
    line("no module of the process has it");
  tell_loads();
  for (const Candidate &candidate : decision.candidates)
    tell_candidate(candidate);
  tell_choice();
  tell_imports();
  tell_outcome();
  return text;
}

std::string to_text(const Explanation &explanation) {
  std::string text;
  for (const ExplainedRuntime &runtime : explanation.runtimes)
    text += Story(explanation, runtime).tell();
  for (const NotFound &missing : explanation.not_found)
    text += harmless(fmt::format("not found: {}, which {} needs{}", missing.library, missing.needed_by,
                                 missing.reason.empty() ? "" : " (" + missing.reason + ")")) +
            "\n";
  if (!explanation.not_here.empty())
    text += harmless(fmt::format("taken to be on the Windows machine: {}",
                                 fmt::join(explanation.not_here, ", "))) +
            "\n";
  for (const Diagnostic &unreadable : explanation.unreadable)
    text += harmless(fmt::format("not read: {}: {}", unreadable.file, unreadable.message)) + "\n";
  return text;
}

} // namespace weakrt::explain
