#include "linkplugin/propose/compare.h"

#include "linkplugin/inspect/inspect.h"
#include "linkplugin/propose/source.h"
#include "linkplugin/util/library_call.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <dlfcn.h>
#include <optional>

namespace weakrt::propose {

namespace fs = std::filesystem;
using Kind = VersionQuery::Kind;

namespace {

class Comparison {
public:
  Comparison(RuntimeManifest manifest, const Source &source) : runtime(std::move(manifest)), source(source) {
    if (source.for_windows)
      take_windows(runtime);
  }

  Result<std::vector<std::string>> run() {
    if (!identifies())
      return std::unexpected(std::move(errors));
    ask_version();
    look_for_initialised();
    look_for_companions();
    if (!errors.empty())
      return std::unexpected(std::move(errors));
    return std::move(lines);
  }

private:
  void fail(std::string message, std::string help, std::vector<std::string> notes = {}) {
    errors.push_back({.message = std::move(message),
                      .file = runtime.file,
                      .notes = std::move(notes),
                      .help = std::move(help)});
  }

  std::string shown() const { return source.file.string(); }
  bool can_be_loaded() const { return source.is_for_this_machine && !source.is_program; }

  bool identifies() {
    std::vector<std::string> missing;
    for (const std::string &name : runtime.identify)
      if (!source.has(name))
        missing.push_back(name);
    if (missing.empty()) {
      lines.push_back(fmt::format("{} is {}", shown(), runtime.name));
      return true;
    }
    fail(fmt::format("{} is not {}: it does not export {}", shown(), runtime.name, fmt::join(missing, ", ")),
         "take for `identify` what every version and every build of it exports, or name another file");
    return false;
  }

  // The first of its symbols that the file has is what the stub asks.
  void ask_version() {
    for (const VersionQuery &query : runtime.version) {
      if (query.kind != Kind::file && !source.has(query.symbol))
        continue;
      if (query.kind != Kind::file && query.calls() == source.find(query.symbol)->data)
        return fail(fmt::format("{} is {} in {}, and {} {} it", query.symbol,
                                source.find(query.symbol)->data ? "data" : "a function", shown(),
                                kind_name(query.kind), query.calls() ? "calls" : "reads"),
                    "correct its `kind` in `version`");
      return take_version(query, query.calls() ? call(query) : read_version(source, query));
    }
    if (!runtime.version.empty())
      lines.push_back("it exports nothing that tells its version");
  }

  void take_version(const VersionQuery &query, const LibraryCall &answer) {
    std::string name = query.symbol.empty() ? "the file" : query.symbol;
    if (!answer.answered && answer.text.empty())
      return lines.push_back(fmt::format("{} is asked when a plugin is loaded", name));
    if (!answer.answered)
      return fail(fmt::format("{} cannot be asked for the version: {}", name, answer.text),
                  "it is asked before the runtime is initialised: ask another way, or leave `version` out",
                  {shown()});
    if (answer.text.find_first_of("0123456789") == std::string::npos)
      return fail(
          fmt::format("{} says {}, which is no version", name, answer.text.empty() ? "nothing" : answer.text),
          "ask another way, or leave `version` out", {shown()});
    lines.push_back(fmt::format("{} says {}", name, answer.text));
  }

  LibraryCall call(const VersionQuery &query) const {
    if (!can_be_loaded())
      return {};
    return call_library(source.file, [&](void *handle) {
      return answer_of(dlsym(handle, query.symbol.c_str()), query.kind);
    });
  }

  // As stub/core/provider.h and more_ways.cc ask. Runs in the child.
  static std::string answer_of(void *symbol, Kind kind) {
    if (kind == Kind::text_function) {
      const char *text = reinterpret_cast<const char *(*)()>(symbol)();
      return text ? std::string(text, strnlen(text, 200)) : "";
    }
    if (kind == Kind::numbers_function) {
      std::array<int, 4> numbers = {};
      reinterpret_cast<void (*)(int *, int *, int *, int *)>(symbol)(&numbers[0], &numbers[1], &numbers[2],
                                                                     &numbers[3]);
      bool good = std::all_of(numbers.begin(), numbers.begin() + 3,
                              [](int number) { return number >= 0 && number < 65536; });
      return good ? fmt::format("{}.{}.{}", numbers[0], numbers[1], numbers[2]) : "";
    }
    struct {
      int32_t version;
      int32_t option_count;
      void *options;
      uint8_t ignore_unrecognised;
    } arguments = {};
    for (uint32_t major = 99; major > 1; --major) {
      arguments.version = static_cast<int32_t>(major << 16);
      if (reinterpret_cast<int32_t (*)(void *)>(symbol)(&arguments) == 0)
        return fmt::format("{}", major);
    }
    return "";
  }

  void look_for_initialised() {
    if (runtime.initialised.empty())
      return;
    const InterfaceSymbol *symbol = source.find(runtime.initialised);
    if (!symbol || symbol->data)
      return fail(fmt::format("{} {} {}, which `initialised` names", shown(),
                              symbol ? "has data of the name" : "does not export", runtime.initialised),
                  "name a function `int f(void)`, or leave `initialised` out");
    if (!can_be_loaded())
      return;
    LibraryCall answer = call_library(source.file, [&](void *handle) {
      return fmt::format("{}", reinterpret_cast<int (*)()>(dlsym(handle, runtime.initialised.c_str()))());
    });
    if (!answer.answered)
      return fail(
          fmt::format("{} cannot be asked whether it is initialised: {}", runtime.initialised, answer.text),
          "it is asked at any time, also before: leave `initialised` out", {shown()});
    if (answer.text != "0")
      fail(fmt::format("{} says {} where nobody has initialised it", runtime.initialised, answer.text),
           "it is to say 0 until the runtime is initialised: leave `initialised` out", {shown()});
  }

  void look_for_companions() {
    for (const Companion &companion : runtime.companions) {
      std::vector<std::string> missing;
      for (const std::string &name : companion.identify)
        if (!source.has(name))
          missing.push_back(name);
      if (missing.empty())
        lines.push_back(fmt::format("it has {} inside", companion.name));
      else if (!can_be_loaded())
        lines.push_back(fmt::format("{} is looked for when a plugin is loaded", companion.name));
      else
        look_into_needed(companion, missing);
    }
  }

  // What is loaded together with it: what it needs.
  void look_into_needed(const Companion &companion, const std::vector<std::string> &wanted) {
    LibraryCall answer = call_library(source.file, [&](void *handle) {
      std::string missing;
      for (const std::string &name : wanted)
        if (!dlsym(handle, name.c_str()))
          missing += (missing.empty() ? "" : ", ") + name;
      return missing;
    });
    if (answer.answered && answer.text.empty())
      return lines.push_back(fmt::format("{} is in what it needs", companion.name));
    if (!answer.answered)
      return fail(fmt::format("{} cannot be loaded: {}", shown(), answer.text), "", {});
    fail(fmt::format("neither {} nor what it needs exports {}, which {} would have", shown(), answer.text,
                     companion.name),
         "correct the [[companion]], or leave it out",
         source.needed.empty() ? std::vector<std::string>()
                               : std::vector{fmt::format("it needs {}", fmt::join(source.needed, ", "))});
  }

  RuntimeManifest runtime;
  const Source &source;
  std::vector<std::string> lines;
  Diagnostics errors;
};

} // namespace

Result<std::vector<std::string>> compare(RuntimeManifest runtime, const fs::path &file) {
  auto source = read_source(file);
  if (!source)
    return std::unexpected(source.error());
  return Comparison(std::move(runtime), *source).run();
}

} // namespace weakrt::propose
