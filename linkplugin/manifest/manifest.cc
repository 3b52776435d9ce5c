// The ways in: which kind of manifest a file is, and the command line's short form.
//
// The two kinds share the ending .toml, because people name files after what they are
// about. What tells them apart is the key `runtime`, which only a plugin manifest has.
#include "linkplugin/manifest/manifest.h"

#include "linkplugin/manifest/schema.h"
#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace weakrt {
namespace {

enum class ManifestKind : uint8_t { runtime, plugin, unknown };

ManifestKind kind_of_manifest(const toml::table &root) {
  if (root.contains("runtime"))
    return ManifestKind::plugin;
  for (std::string_view key : {"name", "identify", "symbols"})
    if (root.contains(key))
      return ManifestKind::runtime;
  // [[runtimes]] is a slip in a plugin manifest, not a runtime manifest with every key missing.
  constexpr std::array<std::string_view, 1> plugin_key{"runtime"};
  for (const auto &[key, node] : root)
    if (!closest(key.str(), plugin_key).empty())
      return ManifestKind::plugin;
  return ManifestKind::unknown;
}

Diagnostics unknown_kind(const TomlFile &file) {
  return {{.message = file.root().empty() ? "this manifest is empty" : "this is neither kind of manifest",
           .file = file.source().file(),
           .help = "a plugin manifest has [[runtime]] tables, a runtime manifest has name, identify and "
                   "symbols"}};
}

/// The value, unless the file had errors.
template <class T> Result<T> finished(TomlFile &file, T value) {
  if (file.has_errors())
    return std::unexpected(file.take_diagnostics());
  return value;
}

Result<RuntimeManifest> read_runtime_file(TomlFile &file) {
  RuntimeManifest runtime = read_runtime(file, file.root(), std::nullopt);
  return finished(file, std::move(runtime));
}

Result<PluginManifest> read_plugin_file(TomlFile &file, const std::filesystem::path &shipped) {
  PluginManifest plugin = read_plugin(file, shipped);
  return finished(file, std::move(plugin));
}

} // namespace

Result<RuntimeManifest> read_runtime_manifest(const std::filesystem::path &path) {
  auto file = TomlFile::read(path);
  if (!file)
    return std::unexpected(std::move(file.error()));
  switch (kind_of_manifest(file->root())) {
  case ManifestKind::runtime:
    return read_runtime_file(*file);
  case ManifestKind::plugin:
    return fail({.message = "expected a runtime manifest, found a plugin manifest",
                 .file = file->source().file(),
                 .help = "a runtime manifest says what a runtime is; see the shipped python.toml"});
  case ManifestKind::unknown:
    break;
  }
  return std::unexpected(unknown_kind(*file));
}

Result<PluginManifest> read_plugin_manifest(const std::filesystem::path &path,
                                            const std::filesystem::path &shipped) {
  auto file = TomlFile::read(path);
  if (!file)
    return std::unexpected(std::move(file.error()));
  switch (kind_of_manifest(file->root())) {
  case ManifestKind::plugin:
    return read_plugin_file(*file, shipped);
  case ManifestKind::runtime:
    return fail({.message = "expected a plugin manifest, found a runtime manifest",
                 .file = file->source().file(),
                 .help = "a plugin manifest says what a plugin borrows, in [[runtime]] tables; this file's "
                         "keys can stand there under [runtime.definition]"});
  case ManifestKind::unknown:
    break;
  }
  return std::unexpected(unknown_kind(*file));
}

Result<std::vector<RuntimeManifest>> check_manifest(const std::filesystem::path &path,
                                                    const std::filesystem::path &shipped) {
  auto file = TomlFile::read(path);
  if (!file)
    return std::unexpected(std::move(file.error()));
  std::vector<RuntimeManifest> defined;
  switch (kind_of_manifest(file->root())) {
  case ManifestKind::unknown:
    return std::unexpected(unknown_kind(*file));
  case ManifestKind::plugin: {
    auto plugin = read_plugin_file(*file, shipped);
    if (!plugin)
      return std::unexpected(std::move(plugin.error()));
    for (BorrowedRuntime &borrowed : plugin->runtimes)
      if (borrowed.runtime.file == plugin->file)
        defined.push_back(std::move(borrowed.runtime));
    break;
  }
  case ManifestKind::runtime: {
    auto runtime = read_runtime_file(*file);
    if (!runtime)
      return std::unexpected(std::move(runtime.error()));
    defined.push_back(std::move(*runtime));
    break;
  }
  }
  return defined;
}

Result<BorrowedRuntime> parse_runtime_flag(std::string_view name_and_range,
                                           const std::filesystem::path &shipped) {
  constexpr std::string_view flag = "--weakrt-runtime=";
  // No file to point into, so the excerpt is the flag itself.
  auto flag_error = [&](size_t begin, size_t end, std::string message, std::string help) {
    Diagnostic diagnostic;
    diagnostic.message = std::move(message);
    diagnostic.excerpt = fmt::format("{}{}", flag, name_and_range);
    diagnostic.span.column = static_cast<uint32_t>(flag.size() + begin) + 1;
    diagnostic.span.end_column = static_cast<uint32_t>(flag.size() + std::max(end, begin + 1)) + 1;
    diagnostic.help = std::move(help);
    return fail(std::move(diagnostic));
  };

  size_t at = std::min(name_and_range.find('@'), name_and_range.size());
  std::string_view name = name_and_range.substr(0, at);
  if (auto problem = check_runtime_name(name))
    return flag_error(problem->begin, std::min(problem->end, name.size()), std::move(problem->message),
                      std::move(problem->help));
  BorrowedRuntime borrowed;
  if (at < name_and_range.size()) {
    std::string_view text = name_and_range.substr(at + 1);
    if (text.find_first_not_of(" \t") == std::string_view::npos)
      return flag_error(at + 1, at + 1 + text.size(), "expected a range of versions behind `@`",
                        fmt::format("for example {}{}@>=3.9", flag, name));
    auto range = parse_version_range(text);
    if (!range)
      return flag_error(at + 1 + range.error().begin, at + 1 + range.error().end,
                        std::move(range.error().message), std::move(range.error().help));
    borrowed.version = std::move(*range);
  }
  std::error_code ignored;
  std::filesystem::path manifest = shipped / fmt::format("{}.toml", name);
  if (!std::filesystem::exists(manifest, ignored))
    return flag_error(0, name.size(), fmt::format("no runtime is called {}", in_quotes(name)),
                      unknown_runtime_help(name, shipped));
  auto runtime = read_runtime_manifest(manifest);
  if (!runtime)
    return std::unexpected(std::move(runtime.error()));
  borrowed.runtime = std::move(*runtime);
  if (at < name_and_range.size() && borrowed.runtime.version.empty() &&
      borrowed.runtime.on_windows.version.empty())
    return flag_error(at + 1, name_and_range.size(),
                      fmt::format("{} does not say how to ask for its version, so no version would ever fit",
                                  borrowed.runtime.name),
                      "leave the range out: what the plugin imports must be there in any case");
  drop_unfit_libraries(borrowed.runtime, borrowed.version);
  return borrowed;
}

} // namespace weakrt
