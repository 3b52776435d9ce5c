#include "verdict.h"

#include "facts.h"

#include <expected>
#include <fmt/format.h>
#include <map>

namespace matrix {

namespace {

class Verdict {
public:
  explicit Verdict(const Facts &facts) : facts_(facts) {}

  void expect(const std::string &key, const std::string &wanted) {
    if (facts_[key] != wanted)
      problems_.push_back(fmt::format("{}: {}, not {}", key, facts_[key], wanted));
  }
  void add(std::string problem) { problems_.push_back(std::move(problem)); }
  std::vector<std::string> problems() const { return problems_; }

private:
  const Facts &facts_;
  std::vector<std::string> problems_;
};

// What the runtime itself prints for the expression that the plugin evaluated.
std::expected<std::string, std::string> own_result(const Case &which, const std::string &expression) {
  static std::map<std::string, std::string> cache;
  const Command command = which.evaluate(expression);
  const std::string key = shell_quoted(command);
  if (const auto found = cache.find(key); found != cache.end())
    return found->second;
  const Outcome outcome = run_clean(command);
  if (!outcome.ok())
    return std::unexpected(fmt::format("{}\n{}: {}", key, outcome.how_it_ended(), outcome.err));
  return cache[key] = outcome.out.substr(0, outcome.out.find('\n'));
}

void judge_work(Verdict &verdict, const Facts &facts, const Case &which) {
  if (!facts.has("work"))
    return verdict.add("the plugin has not come to the end of its work");
  verdict.expect("work", "ok");
  if (facts.has("failed"))
    verdict.add("the plugin's own checks: not true that " + facts["failed"]);
  if (const auto wanted = own_result(which, facts["expression"]))
    verdict.expect("result", *wanted);
  else
    verdict.add(wanted.error());
}

// `when` is empty or "after.": the same must be true after the work as before it, or something has come in
// late.
void judge_provider(Verdict &verdict, const Facts &facts, const Runtime &runtime, const Case &which,
                    const std::string &when) {
  if (!facts.has(when + "copies"))
    return verdict.add(when.empty() ? "the plugin has not been loaded" : "the host has not come to its end");
  verdict.expect(when + "copies", "1");
  verdict.expect(when + "provider", which.provider.string());
  if (runtime.has_companion)
    verdict.expect(when + "companions", "1");
  if (facts.number(when + "slots_checked") <= 0)
    verdict.add(when + "slots_checked: no detached import was found");
  for (const char *none : {"slots_outside", "slots_wrong", "slots_left"})
    verdict.expect(when + none, "0");
  verdict.expect(when + "relro", "sealed");
}

void judge_address(Verdict &verdict, const Facts &facts, const Runtime &runtime) {
  const std::string plugin = facts[runtime.address_key + "_plugin"];
  const std::string host = facts[runtime.address_key + "_host"];
  // The probe tells what the provider's symbol table says; where the host has a view of its own, it does so
  // too.
  if (host != plugin && host != plugin + ", " + plugin)
    verdict.add(fmt::format("{}: the plugin sees {}, the host {}", runtime.address_key, plugin, host));
}

} // namespace

std::vector<std::string> problems(const Runtime &runtime, const Case &which, const Variant &variant) {
  const Command command = which.host(variant.file);
  const Outcome outcome = run_clean(command);
  const Facts facts(outcome.out);
  Verdict verdict(facts);
  if (!outcome.ok())
    verdict.add("the host ended by " + outcome.how_it_ended());
  judge_work(verdict, facts, which);
  judge_provider(verdict, facts, runtime, which, "");
  judge_provider(verdict, facts, runtime, which, "after.");
  judge_address(verdict, facts, runtime);
  std::vector<std::string> problems = verdict.problems();
  if (!problems.empty())
    problems.push_back(fmt::format("run: {}\n{}{}", shell_quoted(command), outcome.out, outcome.err));
  return problems;
}

} // namespace matrix
