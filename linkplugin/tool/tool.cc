#include "linkplugin/tool/tool.h"

#include "linkplugin/tool/verbs.h"

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/suggest.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdio>
#include <iostream>
#include <limits>
#include <optional>

namespace weakrt {

// CLI11 says what is wrong with a verb's arguments; which verb was meant, we.
static Diagnostic usage_error(const CLI::App &app, const std::vector<std::string> &arguments,
                              const CLI::ParseError &error) {
  std::string problem = error.what();
  if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))
    problem = "unexpected argument" + problem.substr(problem.find(": "));
  if (auto given = app.get_subcommands(); !given.empty()) {
    std::string verb = given[0]->get_name();
    if (verb == "link")
      return {.message = problem,
              .help = "for example `weakrt link --runtime python -- cc -shared plugin.c`"};
    return {.message = problem, .help = fmt::format("`weakrt {} --help` says what it takes", verb)};
  }
  std::vector<std::string> names;
  for (const CLI::App *verb : app.get_subcommands([](const CLI::App *) { return true; }))
    names.push_back(verb->get_name());
  std::string verbs = fmt::format("the verbs are {}; `weakrt --help` says more", fmt::join(names, ", "));
  if (arguments.size() < 2)
    return {.message = "a verb is missing", .help = verbs};
  const std::string &word = arguments[1];
  return {.message = fmt::format("unknown {} `{}`", word.starts_with("-") ? "option" : "verb", word),
          .help = suggestion(word, std::vector<std::string_view>(names.begin(), names.end()), verbs)};
}

int run_tool(const std::vector<std::string> &arguments) {
  CLI::App app("weakrt links a plugin to a language runtime so that it uses the copy its host already "
               "runs, and loads one only when there is none.",
               "weakrt");
  app.set_version_flag("--version", "weakrt " WEAKRT_VERSION);
  app.require_subcommand(1);
  int code = 0;

  std::vector<std::string> files;
  CLI::App *check = app.add_subcommand("check", "check manifests");
  bool verbose = false;
  check->add_option("FILE", files, "runtime or plugin manifests, or folders of them")
      ->required()
      ->type_name("");
  check->add_flag("--verbose,-v", verbose, "tell what they say, and what of it nobody has tried");
  std::optional<std::string> against;
  check
      ->add_option("--against", against,
                   "a library or program of the runtime: whether they fit; a library is loaded and asked")
      ->type_name("FILE");
  check->callback([&] { code = check_files(files, verbose, against); });

  std::string from;
  std::optional<std::string> name, folder;
  CLI::App *manifest = app.add_subcommand("manifest", "propose a manifest for a runtime");
  manifest->add_option("--from", from, "a library or program of it")->required()->type_name("FILE");
  manifest->add_option("--name", name, "what the runtime is called; after the file otherwise")
      ->type_name("NAME");
  manifest
      ->add_option("--output", folder,
                   "where to write NAME.toml and NAME.symbols, instead of to standard output")
      ->type_name("FOLDER");
  manifest->callback([&] { code = propose_manifest(from, name, folder); });

  std::string plugin;
  bool json = false;
  CLI::App *inspect = app.add_subcommand("inspect", "tell what a plugin borrows");
  inspect->add_option("PLUGIN", plugin, "a library or program that weakrt linked")->required()->type_name("");
  inspect->add_flag("--json", json, "machine-readable");
  std::optional<std::string> output;
  inspect->add_option("--output", output, "where to write it, instead of to standard output")
      ->type_name("FILE");
  inspect->callback([&] { code = inspect_plugin(plugin, json, output); });

  std::optional<std::string> host;
  std::optional<int> pid;
  CLI::App *explain = app.add_subcommand("explain", "tell who would provide a plugin's runtimes, and why");
  explain->add_option("PLUGIN", plugin, "a library or program that weakrt linked")->required();
  CLI::Option *host_option = explain->add_option("--host", host, "the program that would load it");
  explain->add_option("--pid", pid, "a running process that would load it, or has")
      ->check(CLI::Range(1, std::numeric_limits<int>::max()))
      ->excludes(host_option);
  std::vector<std::string> folders;
  explain->add_option("--folder", folders, "Windows: where else DLLs are, besides the program's folder")
      ->type_name("FOLDER")
      ->take_all()
      ->expected(1);
  explain->add_flag("--json", json, "machine-readable");
  explain->callback([&] { code = explain_plugin(plugin, host, pid, folders, json); });

  std::string place;
  CLI::App *print = app.add_subcommand("print", "tell where weakrt's files are");
  print
      ->add_option(
          "WHAT", place,
          "ld-dir (for -B), include-dir (for -I), cmake-dir (for weakrt_DIR), manifest-dir, stub-dir")
      ->required()
      ->check(CLI::IsMember({"ld-dir", "include-dir", "cmake-dir", "manifest-dir", "stub-dir"}));
  print->callback([&] { code = print_place(place); });

  std::vector<std::string> manifests;
  std::vector<std::string> runtimes;
  std::vector<std::string> command;
  CLI::App *link = app.add_subcommand("link", "run a compiler driver with weakrt as its linker");
  link->add_option("--manifest", manifests, "a plugin manifest")->type_name("FILE")->take_all()->expected(1);
  link->add_option("--runtime", runtimes, "a runtime that weakrt knows, for example python@>=3.9")
      ->type_name("NAME[@RANGE]")
      ->take_all()
      ->expected(1);
  link->add_option("COMMAND", command, "behind --: the driver and its arguments")->required()->type_name("");
  link->positionals_at_end();
  link->callback([&] {
    if (manifests.empty() && runtimes.empty())
      throw CLI::RequiredError("--manifest or --runtime");
    code = link_with_driver(manifests, runtimes, command);
  });

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend() - 1);
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::ParseError &error) {
    code = error.get_exit_code() == 0 ? app.exit(error) : 2;
    if (code != 0)
      print_diagnostics({usage_error(app, arguments, error)}, stderr);
  }
  std::cout.flush();
  llvm::outs().flush();
  if (std::fflush(stdout) != 0 || std::cout.fail() || llvm::outs().has_error()) {
    llvm::outs().clear_error();
    print_diagnostics({{.message = "cannot write to standard output"}}, stderr);
    return 1;
  }
  return code;
}

} // namespace weakrt
