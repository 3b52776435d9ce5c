#include "linkplugin/manifest/distinct.h"

#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

namespace weakrt {

// What a module of this runtime is known to export.
static std::set<std::string_view> exports_of(const RuntimeManifest &runtime) {
  std::set<std::string_view> names(runtime.identify.begin(), runtime.identify.end());
  for (const InterfaceSymbol &symbol : runtime.interface_symbols)
    names.insert(symbol.name);
  return names;
}

static bool would_take(const RuntimeManifest &runtime, const RuntimeManifest &other) {
  const std::set<std::string_view> there = exports_of(other);
  return std::ranges::all_of(runtime.identify, [&](const std::string &name) { return there.contains(name); });
}

static bool lists(const std::vector<std::string> &names, const std::string &name) {
  return std::ranges::find(names, name) != names.end();
}

Diagnostics find_confusion(std::span<const RuntimeManifest> checked,
                           std::span<const RuntimeManifest> others) {
  std::vector<const RuntimeManifest *> all;
  for (const RuntimeManifest &runtime : checked)
    all.push_back(&runtime);
  for (const RuntimeManifest &other : others)
    if (std::ranges::none_of(checked, [&](const RuntimeManifest &one) { return one.name == other.name; }))
      all.push_back(&other);

  Diagnostics errors;
  for (const RuntimeManifest &runtime : checked) {
    for (const RuntimeManifest *other : all)
      if (other->name != runtime.name && !lists(other->also, runtime.name) && would_take(runtime, *other))
        errors.push_back(
            {.message = fmt::format("a module that is {} would be taken for {}: it has {}", other->name,
                                    runtime.name, fmt::join(runtime.identify, ", ")),
             .file = runtime.file,
             .notes = {fmt::format("{} is defined in {}", other->name, other->file)},
             .help = fmt::format("add to `identify` what {0} does not export, or, if {0} offers all that {1} "
                                 "does, say so in its manifest: also = [\"{1}\"]",
                                 other->name, runtime.name)});
    for (const std::string &name : runtime.also)
      if (std::ranges::none_of(all, [&](const RuntimeManifest *other) { return other->name == name; }))
        errors.push_back({.message = fmt::format("`also` names {}, which is no runtime", in_quotes(name)),
                          .file = runtime.file,
                          .help = "check its manifest together with this one"});
  }
  return errors;
}

} // namespace weakrt
