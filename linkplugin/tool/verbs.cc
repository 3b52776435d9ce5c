#include "linkplugin/tool/verbs.h"

#include "linkplugin/explain/report.h"
#include "linkplugin/inspect/inspect.h"
#include "linkplugin/manifest/manifest.h"
#include "linkplugin/util/environment.h"
#include "linkplugin/util/home.h"
#include "linkplugin/util/scratch.h"
#include "linkplugin/util/subprocess.h"

#include <llvm/Support/JSON.h>
#include <llvm/Support/Program.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

namespace weakrt {

static int report(const Diagnostics &diagnostics) {
  print_diagnostics(diagnostics, stderr);
  return 1;
}

static llvm::json::Array to_json(const std::vector<std::string> &texts) {
  llvm::json::Array array;
  for (const std::string &text : texts)
    array.push_back(llvm::json::fixUTF8(text));
  return array;
}

static llvm::json::Array to_json(const std::vector<Companion> &companions) {
  llvm::json::Array array;
  for (const Companion &companion : companions)
    array.push_back(llvm::json::Object{{"name", llvm::json::fixUTF8(companion.name)},
                                       {"identify", to_json(companion.identify)}});
  return array;
}

static llvm::json::Array to_json(const std::vector<VersionQuery> &questions) {
  llvm::json::Array array;
  for (const VersionQuery &question : questions)
    array.push_back(llvm::json::Object{{"symbol", llvm::json::fixUTF8(question.symbol)},
                                       {"kind", llvm::StringRef(kind_name(question.kind))}});
  return array;
}

static const char *kind_of(const InspectedImport &import) {
  return import.thread_local_data ? "thread-local" : import.data ? "data" : "function";
}

static llvm::json::Value to_json(const InspectedPlugin &plugin) {
  llvm::json::Array runtimes;
  for (const InspectedRuntime &runtime : plugin.runtimes) {
    llvm::json::Array imports;
    for (const InspectedImport &import : runtime.imports) {
      llvm::json::Object object{{"name", llvm::json::fixUTF8(import.name)},
                                {"kind", kind_of(import)},
                                {"slots", import.slots},
                                {"optional", import.optional}};
      if (!import.version.empty())
        object["version"] = llvm::json::fixUTF8(import.version);
      if (import.static_tls)
        object["static_tls"] = true;
      imports.push_back(std::move(object));
    }
    runtimes.push_back(llvm::json::Object{{"name", llvm::json::fixUTF8(runtime.name)},
                                          {"description", llvm::json::fixUTF8(runtime.description)},
                                          {"version", llvm::json::fixUTF8(runtime.version.text)},
                                          {"identify", to_json(runtime.identify)},
                                          {"initialised", llvm::json::fixUTF8(runtime.initialised)},
                                          {"version_from", to_json(runtime.questions)},
                                          {"companions", to_json(runtime.companions)},
                                          {"load", runtime.never_load ? "never" : "if-absent"},
                                          {"bind", runtime.at_call ? "call" : "load"},
                                          {"on_failure", runtime.refuse ? "refuse" : "trap"},
                                          {"libraries", to_json(runtime.libraries)},
                                          {"load_from", llvm::json::fixUTF8(runtime.load_from)},
                                          {"global", runtime.global},
                                          {"imports", std::move(imports)}});
  }
  llvm::json::Object object{{"format", plugin.format}, {"runtimes", std::move(runtimes)}};
  if (plugin.ways) {
    llvm::json::Array bound_by;
    if (plugin.ways->by_callback)
      bound_by.push_back("callback");
    if (plugin.ways->by_entry)
      bound_by.push_back("entry");
    object["bound_by"] = std::move(bound_by);
    object["record"] = plugin.ways->record;
  }
  return object;
}

// Whoever wraps or patches a library may put another in front.
static std::string to_text(const InspectedWays &ways) {
  std::string text = fmt::format("record at {:#x}; ", ways.record);
  if (!ways.by_callback && !ways.by_entry)
    return text + "never bound: neither the entry point nor the first TLS callback is weakrt's\n";
  return text + fmt::format("bound by {}{}{}\n", ways.by_callback ? "the first TLS callback" : "",
                            ways.by_callback && ways.by_entry ? ", else " : "",
                            ways.by_entry ? "the entry point" : "");
}

static std::string to_text(const InspectedPlugin &plugin) {
  std::string text;
  auto out = std::back_inserter(text);
  for (const InspectedRuntime &runtime : plugin.runtimes) {
    fmt::format_to(out, "{} {}\n", harmless(runtime.name),
                   runtime.version.text.empty() ? "(any version)" : harmless(runtime.version.text));
    if (runtime.never_load)
      fmt::format_to(out, "  loads nothing where the process has none\n");
    else
      fmt::format_to(
          out, "  loads {}where the process has none: {}{}\n", runtime.at_call ? "at the first call, " : "",
          runtime.libraries.empty() ? "nothing that is known"
                                    : harmless(fmt::format("{}", fmt::join(runtime.libraries, ", "))),
          runtime.load_from.empty() ? "" : fmt::format(" (or what {} names)", harmless(runtime.load_from)));
    if (runtime.refuse)
      fmt::format_to(out, "  where it cannot be bound the plugin is not loaded\n");
    fmt::format_to(out, "  {} imports:\n", runtime.imports.size());
    for (const InspectedImport &import : runtime.imports) {
      std::string version = import.version.empty() ? "" : "@" + import.version;
      fmt::format_to(out, "    {:8}  {}  {} slot{}{}{}\n", kind_of(import), harmless(import.name + version),
                     import.slots, import.slots == 1 ? "" : "s", import.optional ? ", optional" : "",
                     import.static_tls ? ", static TLS" : "");
    }
  }
  return plugin.ways ? text + to_text(*plugin.ways) : text;
}

int inspect_plugin(const std::string &file, bool json, const std::optional<std::string> &output) {
  auto plugin = inspect(file);
  if (!plugin)
    return report(plugin.error());
  std::string told = json ? llvm::formatv("{0:2}\n", to_json(*plugin)).str() : to_text(*plugin);
  if (!output) {
    llvm::outs() << told;
    return 0;
  }
  auto written = write_file(*output, told);
  return written ? 0 : report(written.error());
}

int explain_plugin(const std::string &plugin, std::optional<std::string> host, std::optional<int> pid,
                   const std::vector<std::string> &folders, bool json) {
  explain::Target target{std::move(host), pid, {folders.begin(), folders.end()}};
  auto explanation = explain::explain(plugin, target, own_environment());
  if (!explanation)
    return report(explanation.error());
  llvm::outs() << (json ? explain::to_json(*explanation) : explain::to_text(*explanation));
  return explanation->outcome() == explain::Outcome::fails ? 1 : 0;
}

int print_place(const std::string &what) {
  auto home = find_home();
  if (!home)
    return report(home.error());
  if (what == "cmake-dir" && home->cmake.empty())
    return report({{.message = "a weakrt that is not installed has no CMake modules",
                    .help = "install it with `meson install`"}});
  const std::filesystem::path &place = what == "ld-dir"         ? home->linkers
                                       : what == "include-dir"  ? home->headers
                                       : what == "cmake-dir"    ? home->cmake
                                       : what == "manifest-dir" ? home->manifests
                                                                : home->stubs;
  fmt::print("{}\n", place.string());
  return 0;
}

// clang-cl takes clang's options behind /clang:, and the linker's at the end, behind /link.
static std::vector<std::string> with_linker_flags(const std::vector<std::string> &command,
                                                  const std::string &linkers,
                                                  const std::vector<std::string> &flags) {
  std::vector<std::string> result{command[0]};
  bool is_clang_cl = std::filesystem::path(command[0]).filename().string().starts_with("clang-cl");
  result.push_back((is_clang_cl ? "/clang:-B" : "-B") + linkers);
  if (!is_clang_cl)
    for (const std::string &flag : flags)
      result.insert(result.end(), {"-Xlinker", flag});
  result.insert(result.end(), command.begin() + 1, command.end());
  if (is_clang_cl) {
    if (std::ranges::find(command, "/link") == command.end())
      result.emplace_back("/link");
    result.insert(result.end(), flags.begin(), flags.end());
  }
  return result;
}

int link_with_driver(const std::vector<std::string> &manifests, const std::vector<std::string> &runtimes,
                     const std::vector<std::string> &command) {
  auto home = find_home();
  if (!home)
    return report(home.error());
  auto driver = llvm::sys::findProgramByName(command[0]);
  if (!driver)
    return report({{.message = fmt::format("cannot run {}: {}", command[0], driver.getError().message())}});
  std::vector<std::string> flags;
  for (const std::string &manifest : manifests)
    flags.push_back("--weakrt-manifest=" + manifest);
  for (const std::string &runtime : runtimes)
    flags.push_back("--weakrt-runtime=" + runtime);
  return report(exec_program(*driver, with_linker_flags(command, home->linkers.string(), flags)));
}

} // namespace weakrt
