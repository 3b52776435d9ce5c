#include "judge.h"

#include "build.h"
#include "golden.h"
#include "settings.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <regex>
#include <sstream>
#include <unistd.h>

namespace elf_test {

namespace fs = std::filesystem;
using support::run;
using support::shell_quoted;

namespace {

class Judge {
public:
  Judge(const Case &test, std::string linker)
      : test_(test), linker_(std::move(linker)), build_(test, linker_) {}

  std::vector<std::string> run_all();

private:
  bool alone() const { return test_.has("alone"); }
  bool link(Way way);
  bool judge_link_error();
  void judge_dynamic_section();
  void judge_host(const std::string &mode);
  void judge_end(const std::string &mode, Way way, const Outcome &outcome, const Command &command);
  void judge_output(const std::string &mode, const Outcome &weak, const Command &command);
  void compare(const std::string &mode, const Outcome &weak, const Outcome &hard, const Command &command);
  void run_checks();
  Command run_command(const std::string &mode, Way way, const fs::path &host) const;
  Command environment() const;
  void problem(std::string text) { problems_.push_back(std::move(text)); }

  const Case &test_;
  std::string linker_;
  Builder build_;
  std::vector<std::string> problems_;
  std::string told_; ///< for the golden file
};

bool has_line(const std::string &text, const std::string &line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

std::string with_newlines(std::string text) {
  for (size_t at; (at = text.find("\\n")) != std::string::npos;)
    text.replace(at, 2, "\n");
  return text;
}

std::string said(const Command &command, const Outcome &outcome) {
  return fmt::format("{}\n    {}: {}{}", shell_quoted(command), outcome.how_it_ended(), outcome.out,
                     outcome.err);
}

const char *name_of(Way way) {
  return way == Way::hard ? "hard" : "weak";
}

} // namespace

// Next to no environment, so that the user's does not decide a test.
Command Judge::environment() const {
  const std::string tools = settings().tools.empty() ? "" : settings().tools + ":";
  Command words = {"env", "-i", "PATH=" + tools + "/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"};
  if (!build_.library_folder().empty())
    words.push_back("LD_LIBRARY_PATH=" + build_.library_folder().string());
  for (const std::string &word : build_.expand(test_.words("env"), Way::weak))
    words.push_back(word);
  return words;
}

Command Judge::run_command(const std::string &mode, Way way, const fs::path &host) const {
  Command command = environment();
  if (mode == "none")
    std::erase_if(command, [](const std::string &word) { return word.starts_with("LD_LIBRARY_PATH="); });
  for (const std::string &word : split_words(test_.one("run", "{host} {mode} {plugin}"))) {
    if (word == "{host}")
      for (const std::string &part : split_words(settings().runner))
        command.push_back(part);
    command.push_back(build_.expand(word, way, mode, host));
  }
  for (const std::string &word : build_.expand(test_.words("host-args"), way, mode, host))
    command.push_back(word);
  return command;
}

bool Judge::link(Way way) {
  const Outcome outcome = build_.link(way);
  if (!outcome.ok()) {
    problem(said(build_.link_command(way), outcome));
    return false;
  }
  if (auto done = build_.rewrite(way); !done) {
    problem(done.error());
    return false;
  }
  return true;
}

bool Judge::judge_link_error() {
  if (!test_.has("expect-link-error"))
    return false;
  const Outcome outcome = build_.link(Way::weak);
  if (outcome.exit_code != 1 || outcome.signal != 0)
    problem(fmt::format("the link must fail: {}", said(build_.link_command(Way::weak), outcome)));
  for (const std::string &wanted : test_.all("expect-link-error"))
    if (!std::regex_search(outcome.err, std::regex(wanted)))
      problem(
          fmt::format("the link must say `{}`: {}", wanted, said(build_.link_command(Way::weak), outcome)));
  if (fs::exists(build_.plugin(Way::weak)))
    problem("the failed link has left an output");
  return true;
}

void Judge::judge_dynamic_section() {
  if (!test_.has("expect-dynamic") && !test_.has("expect-no-dynamic"))
    return;
  const Outcome readelf = run({"readelf", "-dW", build_.plugin(Way::weak)});
  for (const std::string &wanted : test_.all("expect-dynamic"))
    if (!std::regex_search(readelf.out, std::regex(wanted)))
      problem(fmt::format("the dynamic section has no `{}`:\n{}", wanted, readelf.out));
  for (const std::string &unwanted : test_.all("expect-no-dynamic"))
    if (std::regex_search(readelf.out, std::regex(unwanted)))
      problem(fmt::format("the dynamic section has `{}`:\n{}", unwanted, readelf.out));
}

void Judge::judge_end(const std::string &mode, Way way, const Outcome &outcome, const Command &command) {
  std::string wanted = test_.for_host("expect-exit", mode, "exit code 0");
  if (way == Way::hard)
    wanted = test_.for_host("expect-hard-exit", mode, wanted);
  if (outcome.how_it_ended() != wanted)
    problem(fmt::format("{}, {}: must end with {}: {}", name_of(way), mode, wanted, said(command, outcome)));
}

void Judge::judge_output(const std::string &mode, const Outcome &weak, const Command &command) {
  for (const std::string &line : test_.all("expect-out"))
    if (!has_line(weak.out, line))
      problem(fmt::format("{}: must print `{}`: {}", mode, line, said(command, weak)));
  for (const std::string &wanted : test_.all("expect-err"))
    if (!std::regex_search(weak.err, std::regex(wanted)))
      problem(fmt::format("{}: must say `{}`: {}", mode, wanted, said(command, weak)));
  if (const std::string wanted = test_.for_host("expect-stdout", mode, ""); !wanted.empty())
    if (weak.out != with_newlines(wanted) + "\n")
      problem(
          fmt::format("{}: must print\n{}\n---- but: {}", mode, with_newlines(wanted), said(command, weak)));
  // The hosts count how many copies of libfoo are mapped.
  if (test_.one("runtime") != "none" && weak.err.find("copies: ") != std::string::npos &&
      weak.err.find(mode == "none" ? "copies: 0\n" : "copies: 1\n") == std::string::npos)
    problem(fmt::format("{}: not one copy of the runtime: {}", mode, said(command, weak)));
}

void Judge::compare(const std::string &mode, const Outcome &weak, const Outcome &hard,
                    const Command &command) {
  std::string wanted = hard.out;
  for (const std::string &difference : values_for_host(test_.all("differs"), mode)) {
    const size_t arrow = difference.find(" -> ");
    const std::string old_text = with_newlines(difference.substr(0, arrow));
    const size_t at = wanted.find(old_text);
    if (arrow == std::string::npos || at == std::string::npos)
      problem(fmt::format("{}: the hard plugin does not print `{}`:\n{}", mode, old_text, hard.out));
    else
      wanted.replace(at, old_text.size(), with_newlines(difference.substr(arrow + 4)));
  }
  if (weak.out != wanted)
    problem(fmt::format("{}: must print\n{}---- but: {}", mode, wanted, said(command, weak)));
}

void Judge::judge_host(const std::string &mode) {
  auto host = build_.host(mode, Way::weak);
  if (!host)
    return problem(fmt::format("{}: {}", mode, host.error()));
  const Command command = run_command(mode, Way::weak, *host);
  const Outcome weak = run(command);
  judge_end(mode, Way::weak, weak, command);
  judge_output(mode, weak, command);
  told_ += golden_entry(build_, mode, weak);
  if (alone() || mode == "none")
    return;
  auto hard_host = build_.host(mode, Way::hard);
  if (!hard_host)
    return problem(fmt::format("{}: {}", mode, hard_host.error()));
  const Command hard_command = run_command(mode, Way::hard, *hard_host);
  const Outcome hard = run(hard_command);
  judge_end(mode, Way::hard, hard, hard_command);
  compare(mode, weak, hard, command);
}

void Judge::run_checks() {
  auto link_text = [&](Way way) { return shell_quoted(build_.link_command(way)); };
  for (const std::string &check : test_.all("check")) {
    Command command = environment();
    command.insert(command.end(),
                   {"HARD=" + build_.plugin(Way::hard).string(), "WEAK=" + build_.plugin(Way::weak).string(),
                    "LINK_HARD=" + link_text(Way::hard), "LINK_WEAK=" + link_text(Way::weak),
                    "CASE=" + test_.folder.string(), "LIBDIR=" + build_.library_folder().string(),
                    "LINKER=" + linker_, "WEAKRT=" + settings().weakrt.string(), "CC=" + settings().gcc, "sh",
                    "-c", "cd \"$0\" && " + build_.expand(check, Way::weak), build_.out()});
    if (const Outcome outcome = run(command); !outcome.ok())
      problem(fmt::format("in {}: {}\n    {}: {}{}", build_.out().string(), check, outcome.how_it_ended(),
                          outcome.out, outcome.err));
  }
}

std::vector<std::string> Judge::run_all() {
  if (auto done = build_.prepare(); !done) {
    problem(done.error());
    return problems_;
  }
  if (judge_link_error())
    return problems_;
  if ((!alone() && !link(Way::hard)) || !link(Way::weak))
    return problems_;
  judge_dynamic_section();
  const std::string all_hosts = test_.has("program") ? "absent" : "static linked local absent";
  for (const std::string &mode : split_words(test_.one("hosts", all_hosts)))
    judge_host(mode);
  if (test_.has("golden"))
    if (const std::string why = check_golden(test_, told_); !why.empty())
      problem(why);
  run_checks();
  return problems_;
}

std::vector<std::string> problems(const Case &test, const std::string &linker) {
  return Judge(test, linker).run_all();
}

static bool has_processor(const std::string &flag) {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("flags"))
      return (line + " ").find(" " + flag + " ") != std::string::npos;
  return false;
}

// "aarch64-musl" is itself, and aarch64, and musl.
static bool is_machine(const std::string &name) {
  return ("-" + settings().machine + "-").find("-" + name + "-") != std::string::npos;
}

std::string why_not(const Case &test) {
  for (const std::string &value : test.all("not-on")) {
    const size_t colon = value.find(':');
    for (const std::string &name : split_words(value.substr(0, colon)))
      if (colon != std::string::npos && is_machine(name))
        return fmt::format("{} on {}:{}", test.name, settings().machine, value.substr(colon + 1));
  }
  for (const std::string &needed : test.words("requires"))
    if (needed == "root" && geteuid() != 0)
      return fmt::format("{} must be run by root", test.name);
    else if (needed.starts_with("cpu:") && !has_processor(needed.substr(4)))
      return fmt::format("{} needs a processor with {}", test.name, needed.substr(4));
    else if (needed == "root" || needed.starts_with("cpu:"))
      continue;
    else if (needed.starts_with("/") ? !fs::exists(needed) : find_program(needed).empty())
      return fmt::format("{} needs {}, which is not there", test.name, needed);
  return {};
}

} // namespace elf_test
