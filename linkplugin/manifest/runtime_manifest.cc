// The tables of a runtime manifest. The keys are explained to their users at the head of
// manifests/python.toml; here stands what is checked, and why.
#include "linkplugin/manifest/schema.h"
#include "linkplugin/manifest/suggest.h"
#include "stub/include/weakrt/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace weakrt {
namespace {

constexpr std::string_view identify_help =
    "list symbols that this runtime always exports and nothing else does";
constexpr std::string_view symbols_help = "list symbol names or globs, e.g. \"napi_*\"";
constexpr std::string_view version_help = "write [{ symbol = \"Py_GetVersion\", kind = \"text-function\" }]";
constexpr std::string_view bytes_help = "name the symbol of that number, e.g. minor = \"PL_version\"";
constexpr std::string_view load_help = "list file names, e.g. \"libpython3.13.so.1.0\"";
constexpr std::string_view relative_help = "write the bare name of the file, an absolute path, $ORIGIN/… for "
                                           "the plugin's folder, or $JAVA_HOME/… for "
                                           "one that an environment variable tells";
constexpr std::string_view companion_help =
    "a companion is a table of its own: [[companion]], with name, identify and symbols";

using Kind = VersionQuery::Kind;
constexpr std::array<std::pair<std::string_view, Kind>, 8> version_kinds{{
    {"text-function", Kind::text_function},
    {"text", Kind::text},
    {"text-pointer", Kind::text_pointer},
    {"packed", Kind::packed},
    {"file", Kind::file},
    {"bytes", Kind::bytes},
    {"numbers-function", Kind::numbers_function},
    {"jni", Kind::jni},
}};

/// Where a runtime is asked for its version: anywhere, or on Windows.
enum class System : uint8_t { any, windows };

std::vector<VersionQuery> read_version(TomlFile &file, TableReader &reader, System system) {
  std::vector<VersionQuery> queries;
  Duplicates duplicates(file);
  constexpr std::string_view kinds_help =
      "the kinds are text-function, text, text-pointer, packed, bytes, numbers-function, jni and file";
  for (const toml::table *table : reader.tables("version", Presence::optional, version_help)) {
    TableReader query(file, *table);
    auto kind = query.text("kind", Presence::required, check_line, kinds_help);
    const auto *known = version_kinds.end();
    if (kind) {
      known = std::ranges::find(version_kinds, kind->value, [](const auto &entry) { return entry.first; });
      if (known == version_kinds.end()) {
        std::array<std::string_view, version_kinds.size()> names;
        std::ranges::transform(version_kinds, names.begin(), [](const auto &entry) { return entry.first; });
        file.report(*kind->node, fmt::format("{} is not a kind of version", in_quotes(kind->value)),
                    suggestion(kind->value, names, std::string(kinds_help)));
      }
    }
    bool is_file = known != version_kinds.end() && known->second == Kind::file;
    if (is_file && system != System::windows)
      file.report(
          *kind->node, "only on Windows do files have a version",
          "write it in the table `windows` of the runtime's definition: version = [{ kind = \"file\" }]");
    std::optional<Text> symbol;
    if (!is_file)
      symbol = query.text("symbol", Presence::required, check_symbol, version_help);
    std::optional<Text> minor, patch;
    if (known != version_kinds.end() && known->second == Kind::bytes) {
      minor = query.text("minor", Presence::optional, check_symbol, bytes_help);
      patch = query.text("patch", Presence::optional, check_symbol, bytes_help);
    }
    query.finish();
    auto name = [](std::optional<Text> &text) { return text ? std::move(text->value) : std::string(); };
    if (is_file)
      queries.push_back({"", Kind::file});
    else if (symbol && duplicates.add(*symbol) && known != version_kinds.end())
      queries.push_back({std::move(symbol->value), known->second, name(minor), name(patch)});
  }
  return queries;
}

/// A bare name is left to the platform loader's search, an absolute path is taken as it
/// is, and the loader puts the plugin's own folder for $ORIGIN; anything else would be
/// looked for in the current directory, where an attacker may have put something.
std::optional<Problem> check_library(std::string_view name) {
  if (auto problem = check_line(name))
    return problem;
  bool is_absolute = name.starts_with('/') || name.starts_with("$ORIGIN/") ||
                     name.starts_with("${ORIGIN}/") || !variable_of(name).empty();
  if (!is_absolute && (name.contains('/') || name.starts_with('$')))
    return Problem{"a relative path would be looked for in the current directory",
                   std::string(relative_help)};
  return std::nullopt;
}

std::optional<Problem> check_windows_library(std::string_view name) {
  if (auto problem = check_line(name))
    return problem;
  bool has_drive = name.size() > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/');
  // The stub puts the plugin's own folder for $ORIGIN.
  bool is_absolute = has_drive || name.starts_with("\\\\") || name.starts_with("$ORIGIN/") ||
                     name.starts_with("$ORIGIN\\") || !variable_of(name).empty();
  if (!is_absolute && name.find_first_of("/\\:") != std::string_view::npos)
    return Problem{"a relative path would be looked for in the current directory",
                   std::string(relative_help)};
  return std::nullopt;
}

std::optional<Problem> check_library_version(std::string_view text) {
  auto range = parse_version_range(fmt::format("=={}", text));
  if (!range || range->clauses.size() != 1)
    return Problem{"expected the version of the library", "for example version = \"3.13\""};
  return std::nullopt;
}

/// One system's list. An entry is a file name, or { file = "…", version = "3.13" }.
std::vector<std::string> read_libraries(TomlFile &file, TableReader &load, std::string_view system,
                                        Check check, RuntimeManifest &runtime) {
  std::vector<std::string> libraries;
  Duplicates duplicates(file);
  const toml::array *array = load.array(system, Presence::optional, load_help);
  if (!array)
    return libraries;
  for (const toml::node &node : *array) {
    std::optional<Text> name, version;
    if (const toml::table *table = node.as_table()) {
      TableReader entry(file, *table);
      name = entry.text("file", Presence::required, check, load_help);
      version = entry.text("version", Presence::optional, check_library_version,
                           "write the version as a string, e.g. \"3.13\"");
      entry.finish();
    } else {
      name = load.element(node, check, load_help);
    }
    if (!name || !duplicates.add(*name))
      continue;
    if (version)
      if (auto range = parse_version_range("==" + version->value); range && !range->clauses.empty())
        runtime.load_versions.emplace_back(name->value, range->clauses[0].version);
    libraries.push_back(std::move(name->value));
  }
  return libraries;
}

void read_load(TomlFile &file, TableReader &reader, RuntimeManifest &runtime) {
  const toml::table *table = reader.table("load", "list file names under [load]: linux, macos, windows");
  if (!table)
    return;
  TableReader load(file, *table);
  runtime.load_linux = read_libraries(file, load, "linux", check_library, runtime);
  runtime.load_macos = read_libraries(file, load, "macos", check_library, runtime);
  runtime.load_windows = read_libraries(file, load, "windows", check_windows_library, runtime);
  load.finish();
}

std::vector<Companion> read_companions(TomlFile &file, TableReader &reader) {
  std::vector<Companion> companions;
  Duplicates duplicates(file);
  for (const toml::table *table : reader.tables("companion", Presence::optional, companion_help)) {
    TableReader companion(file, *table);
    auto name = companion.text("name", Presence::required, check_runtime_name, companion_help);
    auto identify = companion.texts("identify", Presence::required, check_symbol, identify_help);
    auto symbols = companion.texts("symbols", Presence::required, check_glob, symbols_help);
    companion.finish();
    if (companions.size() == record::max_companions)
      file.report(*table, fmt::format("more than {} companions", record::max_companions),
                  "the state of a runtime in a plugin has room for no more");
    if (name && duplicates.add(*name))
      companions.push_back({std::move(name->value), values(std::move(identify)), values(std::move(symbols))});
  }
  return companions;
}

std::vector<InterfaceSymbol> read_interface_key(TomlFile &file, TableReader &reader) {
  auto path = reader.text("interface", Presence::optional, check_line,
                          "name a file beside the manifest, e.g. \"python.symbols\"");
  if (!path)
    return {};
  std::error_code ignored;
  std::filesystem::path target = file.folder() / path->value;
  if (!std::filesystem::exists(target, ignored)) {
    file.report(*path->node, fmt::format("no such file: {}", target.string()),
                "the path is relative to the manifest's folder");
    return {};
  }
  auto symbols = read_interface(target);
  if (symbols)
    return std::move(*symbols);
  file.report(*path, std::move(symbols.error()));
  return {};
}

void read_windows(TomlFile &file, TableReader &reader, RuntimeManifest &runtime) {
  const toml::table *table = reader.table(
      "windows", "write under [windows] what differs there: identify, symbols, version, interface");
  if (!table)
    return;
  TableReader windows(file, *table);
  RuntimeManifest::OnWindows &on_windows = runtime.on_windows;
  on_windows.identify = values(windows.texts("identify", Presence::optional, check_symbol, identify_help));
  on_windows.symbols = values(windows.texts("symbols", Presence::optional, check_glob, symbols_help));
  on_windows.version = read_version(file, windows, System::windows);
  on_windows.interface_symbols = read_interface_key(file, windows);
  windows.finish();
}

// So that it does not outlive what it is about.
void read_untested(TomlFile &file, TableReader &reader, const toml::table &table, RuntimeManifest &runtime) {
  constexpr std::string_view help = "list keys of this manifest, e.g. \"load.macos\"";
  for (Text &key : reader.texts("untested", Presence::optional, check_line, help)) {
    if (!table.at_path(key.value))
      file.report(*key.node, fmt::format("there is no {} in this manifest", in_quotes(key.value)),
                  std::string(help));
    runtime.untested.push_back(std::move(key.value));
  }
}

} // namespace

void take_windows(RuntimeManifest &runtime) {
  auto take = [](auto &usual, auto &there) {
    if (!there.empty())
      usual = std::move(there);
    there.clear();
  };
  take(runtime.identify, runtime.on_windows.identify);
  take(runtime.symbols, runtime.on_windows.symbols);
  take(runtime.version, runtime.on_windows.version);
  take(runtime.interface_symbols, runtime.on_windows.interface_symbols);
}

std::string_view kind_name(VersionQuery::Kind kind) {
  const auto *known = std::ranges::find(version_kinds, kind, [](const auto &entry) { return entry.second; });
  return known == version_kinds.end() ? std::string_view() : known->first;
}

RuntimeManifest read_runtime(TomlFile &file, const toml::table &table,
                             const std::optional<Text> &expected_name) {
  RuntimeManifest runtime;
  runtime.file = file.source().file();
  runtime.of_plugin = expected_name.has_value();
  TableReader reader(file, table);
  auto name = reader.text("name", expected_name ? Presence::optional : Presence::required, check_runtime_name,
                          "how plugins call it, e.g. name = \"python\"");
  if (name && expected_name && name->value != expected_name->value)
    file.report(*name->node,
                fmt::format("this defines {}, but the runtime is called {}", in_quotes(name->value),
                            in_quotes(expected_name->value)),
                "leave `name` out of the definition",
                {fmt::format("called so at {}", file.place(*expected_name->node))});
  runtime.name = expected_name ? expected_name->value : name ? name->value : "";

  if (auto text = reader.text("description", Presence::optional, check_line, "one line of text"))
    runtime.description = std::move(text->value);
  runtime.identify = values(reader.texts("identify", Presence::required, check_symbol, identify_help));
  runtime.symbols = values(reader.texts("symbols", Presence::required, check_glob, symbols_help));
  runtime.version = read_version(file, reader, System::any);
  if (auto symbol = reader.text("initialised", Presence::optional, check_symbol,
                                "name a function `int f(void)`, e.g. \"Py_IsInitialized\""))
    runtime.initialised = std::move(symbol->value);
  runtime.global = reader.boolean("global", "write `true` or `false`").value_or(false);
  read_load(file, reader, runtime);
  runtime.companions = read_companions(file, reader);
  runtime.also = values(reader.texts("also", Presence::optional, check_runtime_name,
                                     "list the runtimes that it is as well, e.g. \"node-api\""));
  read_untested(file, reader, table, runtime);
  runtime.interface_symbols = read_interface_key(file, reader);
  read_windows(file, reader, runtime);
  reader.finish();
  return runtime;
}

void drop_unfit_libraries(RuntimeManifest &runtime, const VersionRange &range) {
  auto is_unfit = [&](const std::string &library) {
    return std::ranges::any_of(runtime.load_versions, [&](const auto &entry) {
      return entry.first == library && !overlaps(range, entry.second);
    });
  };
  for (auto *list : {&runtime.load_linux, &runtime.load_macos, &runtime.load_windows})
    std::erase_if(*list, is_unfit);
}

} // namespace weakrt
