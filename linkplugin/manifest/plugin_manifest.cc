// The tables of a plugin manifest, and where its runtimes come from.
//
// A plugin manifest stands beside the plugin's build file:
//
//   [[runtime]]                  # one for each runtime that the plugin borrows
//   name = "python"              # a shipped manifest, or what the definition below defines
//   version = ">=3.9, <4"        # optional: which versions fit; every one where it is left out
//   load = "if-absent"           # optional: "never" = only ever use what the process has
//   bind = "load"                # optional: "call" = where the process has none yet, load it at the
//                                #   first call of one of its functions, and not with the plugin
//   on-failure = "trap"          # optional: "refuse" = where it cannot be bound the plugin is not loaded
//                                #   (Windows only), instead of ending the program at the first call
//   optional = ["PyFoo*"]        # optional: imports that may be missing; they are null then
//   interface = "bin/host"       # optional: a file whose exports stand for the runtime in the
//                                #   link, relative to the manifest's folder
//   definition = "foo.toml"      # optional: a runtime manifest, relative to this one's folder, or
//   [runtime.definition]         #   its keys, right here
//   identify = ["host_api_1"]
//   symbols = ["host_*"]
#include "linkplugin/manifest/schema.h"
#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace weakrt {
namespace {

constexpr std::string_view runtime_help = "begin with [[runtime]] and name = \"python\", for example";

/// Returns where the range stands, if there is a good one.
std::optional<Text> read_range(TomlFile &file, TableReader &reader, VersionRange &result) {
  auto text = reader.text(
      "version", Presence::optional, [](std::string_view) { return std::optional<Problem>(); },
      "write a range as a string, e.g. \">=3.9, <4\"");
  if (!text)
    return std::nullopt;
  if (text->value.find_first_not_of(" \t") == std::string::npos) {
    file.report(*text->node, "the range of versions is empty", "leave `version` out to accept every version");
    return std::nullopt;
  }
  auto range = parse_version_range(text->value);
  if (!range) {
    file.report(*text, range.error().begin, range.error().end, std::move(range.error().message),
                std::move(range.error().help));
    return std::nullopt;
  }
  result = std::move(*range);
  return text;
}

/// A key that is one of two words, the first where it is left out. Returns where the second stands, or
/// nullptr.
const toml::node *find_second(TomlFile &file, TableReader &reader, std::string_view key,
                              std::array<std::string_view, 2> words) {
  const std::string help = fmt::format("write \"{}\" or \"{}\"", words[0], words[1]);
  auto text = reader.text(key, Presence::optional, check_line, help);
  if (text && std::ranges::find(words, text->value) == words.end())
    file.report(*text->node,
                fmt::format("expected `{}` or `{}`, found {}", words[0], words[1], in_quotes(text->value)),
                suggestion(text->value, words, help));
  return text && text->value == words[1] ? text->node : nullptr;
}

/// What `definition` is: a table, or the path of a runtime manifest; nothing where there is none.
struct Definition {
  const toml::table *table = nullptr;
  std::optional<Text> path;
};

Definition read_definition(TomlFile &file, TableReader &reader) {
  constexpr std::string_view help =
      "write [runtime.definition], with the keys of a runtime manifest, or name a file of "
      "these: definition = \"foo.toml\"";
  const toml::node *node = reader.find("definition", Presence::optional, help);
  if (!node || node->is_table())
    return {node ? node->as_table() : nullptr, {}};
  if (!node->is_string()) {
    file.report(*node, fmt::format("expected a table or a string, found {}", kind_of(*node)),
                std::string(help));
    return {};
  }
  return {nullptr, reader.element(*node, check_line, help)};
}

/// The runtime of a manifest that a plugin manifest names.
RuntimeManifest read_named(TomlFile &file, const Text &name, const Text &path) {
  auto runtime = read_runtime_manifest(file.folder() / path.value);
  if (!runtime) {
    file.report(path, std::move(runtime.error()));
    return {};
  }
  if (runtime->name != name.value)
    file.report(*name.node,
                fmt::format("this names {}, but {} defines {}", in_quotes(name.value), path.value,
                            in_quotes(runtime->name)),
                "call it as its manifest does");
  return std::move(*runtime);
}

/// The runtime that an entry names. Its file is read only once the name is known to be no path.
RuntimeManifest resolve(TomlFile &file, const Text &name, const Definition &definition,
                        const std::filesystem::path &shipped) {
  if (definition.table)
    return read_runtime(file, *definition.table, name);
  if (definition.path)
    return read_named(file, name, *definition.path);
  std::error_code ignored;
  std::filesystem::path manifest = shipped / (name.value + ".toml");
  if (!std::filesystem::exists(manifest, ignored)) {
    file.report(*name.node, fmt::format("no runtime is called {}", in_quotes(name.value)),
                unknown_runtime_help(name.value, shipped));
    return {};
  }
  auto runtime = read_runtime_manifest(manifest);
  if (runtime)
    return std::move(*runtime);
  file.report(name, std::move(runtime.error()));
  return {};
}

} // namespace

std::vector<std::string> shipped_names(const std::filesystem::path &shipped) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(shipped, error), end; !error && it != end; it.increment(error))
    if (it->path().extension() == ".toml")
      names.push_back(it->path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::string unknown_runtime_help(std::string_view name, const std::filesystem::path &shipped) {
  std::vector<std::string> names = shipped_names(shipped);
  std::vector<std::string_view> views(names.begin(), names.end());
  std::string list;
  for (std::string_view shipped_name : views)
    list += fmt::format("{}{}", list.empty() ? "" : ", ", shipped_name);
  if (list.empty())
    return fmt::format("define it with [runtime.definition] (there is no manifest in {})", shipped.string());
  std::string_view near = closest(name, views);
  return fmt::format("{}weakrt ships {}; others are defined in [runtime.definition]",
                     near.empty() ? "" : fmt::format("did you mean `{}`? ", near), list);
}

PluginManifest read_plugin(TomlFile &file, const std::filesystem::path &shipped) {
  PluginManifest plugin;
  plugin.file = file.source().file();
  TableReader root(file, file.root());
  Duplicates duplicates(file);
  for (const toml::table *table : root.tables("runtime", Presence::required, runtime_help)) {
    TableReader reader(file, *table);
    BorrowedRuntime borrowed;
    auto name = reader.text("name", Presence::required, check_runtime_name, runtime_help);
    auto range = read_range(file, reader, borrowed.version);
    if (find_second(file, reader, "load", {"if-absent", "never"}))
      borrowed.load = BorrowedRuntime::Load::never;
    if (find_second(file, reader, "bind", {"load", "call"}))
      borrowed.bind = BorrowedRuntime::Bind::call;
    if (const toml::node *refuse = find_second(file, reader, "on-failure", {"trap", "refuse"})) {
      borrowed.on_failure = BorrowedRuntime::OnFailure::refuse;
      borrowed.refused_at = file.about(*refuse);
    }
    borrowed.optional =
        values(reader.texts("optional", Presence::optional, check_glob,
                            "list the imports that may be missing, as names or globs, e.g. \"Py_Foo*\""));
    if (auto path = reader.text("interface", Presence::optional, check_line,
                                "name an executable or a library, e.g. \"bin/host\""))
      borrowed.interface_from = (file.folder() / path->value).lexically_normal().string();
    const Definition definition = read_definition(file, reader);
    reader.finish();
    if (!name) {
      // A definition is still worth its own errors; its name is not what is wrong with it.
      if (definition.table)
        (void)read_runtime(file, *definition.table, Text{"", definition.table});
      continue;
    }
    if (!duplicates.add(*name))
      continue;
    borrowed.runtime = resolve(file, *name, definition, shipped);
    if (range && borrowed.runtime.version.empty() && borrowed.runtime.on_windows.version.empty() &&
        !borrowed.runtime.name.empty())
      file.report(*range->node,
                  fmt::format("{} does not say how to ask for its version, so no version would ever fit",
                              borrowed.runtime.name),
                  "give its definition a `version`, or leave this one out");
    drop_unfit_libraries(borrowed.runtime, borrowed.version);
    plugin.runtimes.push_back(std::move(borrowed));
  }
  root.finish();
  return plugin;
}

} // namespace weakrt
