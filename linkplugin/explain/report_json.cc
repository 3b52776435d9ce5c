#include "linkplugin/explain/report.h"

#include <llvm/Support/FormatVariadic.h>
#include <llvm/Support/JSON.h>

namespace json = llvm::json;

namespace weakrt::explain {

static llvm::StringRef word(Answer answer) {
  return answer == Answer::yes ? "yes" : answer == Answer::no ? "no" : "unknown";
}

static llvm::StringRef word(Outcome outcome) {
  return outcome == Outcome::binds ? "binds" : outcome == Outcome::fails ? "fails" : "may-bind";
}

static llvm::StringRef word(Ownership ownership) {
  return ownership == Ownership::hosted ? "hosted" : ownership == Ownership::owned ? "owned" : "absent";
}

static llvm::StringRef word(Rule rule) {
  switch (rule) {
  case Rule::nothing_imported:
    return "nothing-imported";
  case Rule::no_modules:
    return "no-modules";
  case Rule::never_load:
    return "never-load";
  case Rule::none_loaded:
    return "none-loaded";
  case Rule::only:
    return "only";
  case Rule::initialised:
    return "initialised";
  case Rule::main_program:
    return "main-program";
  case Rule::tie:
    return "tie";
  case Rule::depends:
    return "depends";
  }
  return "";
}

static llvm::StringRef word(LoadAttempt::Result result) {
  switch (result) {
  case LoadAttempt::Result::taken:
    return "taken";
  case LoadAttempt::Result::not_set:
    return "not-set";
  case LoadAttempt::Result::not_found:
    return "not-found";
  case LoadAttempt::Result::refused:
    return "refused";
  case LoadAttempt::Result::unreadable:
    return "unreadable";
  case LoadAttempt::Result::not_it:
    return "not-it";
  case LoadAttempt::Result::unfit:
    return "unfit";
  case LoadAttempt::Result::stays:
    return "stays";
  }
  return "";
}

static json::Value text(std::string_view text) {
  return json::fixUTF8(llvm::StringRef(text));
}

static json::Array texts(const std::vector<std::string> &all) {
  json::Array array;
  for (const std::string &each : all)
    array.push_back(text(each));
  return array;
}

// Left out where it is empty.
static void put(json::Object &object, llvm::StringRef key, const std::string &value) {
  if (!value.empty())
    object[key] = text(value);
}

static json::Object candidate_object(const Candidate &candidate) {
  json::Array companions;
  for (const auto &[name, module] : candidate.companions)
    companions.push_back(json::Object{{"name", text(name)}, {"module", text(module)}});
  json::Object object{
      {"module", text(candidate.module)},
      {"main_program", candidate.main_program},
      {"symbol_table", candidate.through_symbol_table},
      {"chosen", candidate.chosen == Answer::unknown ? llvm::StringRef("maybe") : word(candidate.chosen)},
      {"version_fits", word(candidate.version_fits)},
      {"companions", std::move(companions)},
      {"missing_companions", texts(candidate.missing_companions)},
      {"no_build_id", candidate.unbindable},
      {"missing", texts(candidate.missing)},
      {"missing_optional", texts(candidate.missing_optional)}};
  if (!candidate.without_static_tls.empty())
    object["without_static_tls"] = texts(candidate.without_static_tls);
  put(object, "version", candidate.version);
  put(object, "version_unknown", candidate.version_reason);
  return object;
}

static json::Object load_object(const LoadAttempt &attempt) {
  json::Object object{{"library", text(attempt.library)}, {"result", word(attempt.result)}};
  put(object, "path", attempt.path);
  put(object, "reason", attempt.reason);
  return object;
}

static json::Object bound_object(const Bound &bound) {
  json::Object modules;
  for (const auto &[module, slots] : bound.modules)
    modules[json::fixUTF8(module)] = slots;
  return json::Object{{"modules", std::move(modules)}, {"null", bound.null}, {"trapped", bound.trapped}};
}

static json::Object runtime_object(const ExplainedRuntime &each) {
  const Decision &decision = each.decision;
  json::Array candidates;
  for (const Candidate &candidate : decision.candidates)
    candidates.push_back(candidate_object(candidate));
  json::Array loads;
  for (const LoadAttempt &attempt : decision.loads)
    loads.push_back(load_object(attempt));
  json::Object object{{"name", text(each.runtime.name)},           {"range", text(each.runtime.version.text)},
                      {"imports", each.runtime.imports.size()},    {"outcome", word(decision.outcome)},
                      {"ownership", word(decision.ownership)},     {"rule", word(decision.rule)},
                      {"candidates", std::move(candidates)},       {"loads", std::move(loads)},
                      {"host_tables", texts(decision.host_tables)}};
  if (decision.rule == Rule::depends)
    object["otherwise"] = word(decision.otherwise);
  put(object, "load_override", decision.override_variable);
  if (each.bound)
    object["bound"] = bound_object(*each.bound);
  return object;
}

std::string to_json(const Explanation &explanation) {
  json::Array not_found;
  for (const NotFound &missing : explanation.not_found) {
    json::Object object{{"library", text(missing.library)}, {"needed_by", text(missing.needed_by)}};
    put(object, "reason", missing.reason);
    not_found.push_back(std::move(object));
  }
  json::Array not_read;
  for (const Diagnostic &unreadable : explanation.unreadable)
    not_read.push_back(json::Object{{"file", text(unreadable.file)}, {"reason", text(unreadable.message)}});
  json::Array runtimes;
  for (const ExplainedRuntime &runtime : explanation.runtimes)
    runtimes.push_back(runtime_object(runtime));
  json::Object object{{"plugin", text(explanation.plugin)},     {"static", explanation.is_static},
                      {"secure", explanation.secure},           {"loaded", explanation.loaded_there},
                      {"outcome", word(explanation.outcome())}, {"not_found", std::move(not_found)},
                      {"not_read", std::move(not_read)},        {"runtimes", std::move(runtimes)}};
  put(object, "host", explanation.program);
  if (!explanation.not_here.empty())
    object["not_here"] = texts(explanation.not_here);
  if (explanation.pid)
    object["pid"] = *explanation.pid;
  return llvm::formatv("{0:2}\n", json::Value(std::move(object))).str();
}

} // namespace weakrt::explain
