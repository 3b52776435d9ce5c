#include "linkplugin/manifest/distinct.h"

#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace weakrt {

// Whether a module of this runtime is known to have the symbol. Its globs tell no single one.
static bool has(const RuntimeManifest &runtime, const std::string &name) {
  return std::ranges::find(runtime.identify, name) != runtime.identify.end() ||
         std::ranges::find(runtime.interface_symbols, name, &InterfaceSymbol::name) !=
             runtime.interface_symbols.end();
}

static bool would_take(const RuntimeManifest &runtime, const RuntimeManifest &other) {
  return std::ranges::all_of(runtime.identify, [&](const std::string &name) { return has(other, name); });
}

static bool lists(const std::vector<std::string> &names, const std::string &name) {
  return std::ranges::find(names, name) != names.end();
}

namespace {

/// Collects what is found; the same of Linux and of Windows is said once.
class Confusion {
public:
  Confusion(std::span<const RuntimeManifest> checked, std::span<const RuntimeManifest> others)
      : checked(checked) {
    for (const RuntimeManifest &runtime : checked)
      all.push_back(&runtime);
    for (const RuntimeManifest &other : others)
      if (std::ranges::find(checked, other.name, &RuntimeManifest::name) == checked.end())
        all.push_back(&other);
  }

  void find_twice() {
    std::map<std::string_view, const RuntimeManifest *> first;
    for (const RuntimeManifest &runtime : checked)
      if (auto [place, is_new] = first.try_emplace(runtime.name, &runtime);
          !is_new && !runtime.of_plugin && !place->second->of_plugin)
        add({.message = fmt::format("{} is defined twice", runtime.name),
             .file = runtime.file,
             .notes = {fmt::format("first in {}", place->second->file)},
             .help = "which of them would a plugin mean? call one of them otherwise"});
  }

  void find_unknown() {
    for (const RuntimeManifest &runtime : checked)
      for (const std::string &name : runtime.also)
        if (std::ranges::find(all, name, &RuntimeManifest::name) == all.end())
          add({.message = fmt::format("`also` names {}, which is no runtime", in_quotes(name)),
               .file = runtime.file,
               .help = "check its manifest together with this one"});
  }

  /// Whichever of the two is checked is told.
  void find_mistaken(const std::vector<const RuntimeManifest *> &runtimes) {
    for (const RuntimeManifest *runtime : runtimes)
      for (const RuntimeManifest *other : runtimes)
        if (other->name != runtime->name && !lists(other->also, runtime->name) &&
            would_take(*runtime, *other))
          tell_mistaken(*runtime, *other);
  }

  const std::vector<const RuntimeManifest *> &runtimes() const { return all; }
  Diagnostics take() { return std::move(errors); }

private:
  void tell_mistaken(const RuntimeManifest &runtime, const RuntimeManifest &other) {
    bool is_checked = std::ranges::find(checked, runtime.name, &RuntimeManifest::name) != checked.end();
    if (!is_checked && std::ranges::find(checked, other.name, &RuntimeManifest::name) == checked.end())
      return;
    const RuntimeManifest &told = is_checked ? runtime : other, &second = is_checked ? other : runtime;
    add({.message = fmt::format("a module that is {} would be taken for {}: it has {}", other.name,
                                runtime.name, fmt::join(runtime.identify, ", ")),
         .file = told.file,
         .notes = {fmt::format("{} is defined in {}", second.name, second.file)},
         .help = fmt::format(
             "add to the `identify` of {1} what {0} does not export, or, if {0} offers all that {1} "
             "does, say so in its manifest: also = [\"{1}\"]",
             other.name, runtime.name)});
  }

  void add(Diagnostic error) {
    bool is_new = std::ranges::none_of(errors, [&](const Diagnostic &said) {
      return said.message == error.message && said.file == error.file;
    });
    if (is_new)
      errors.push_back(std::move(error));
  }

  std::span<const RuntimeManifest> checked;
  std::vector<const RuntimeManifest *> all;
  Diagnostics errors;
};

} // namespace

Diagnostics find_confusion(std::span<const RuntimeManifest> checked,
                           std::span<const RuntimeManifest> others) {
  Confusion confusion(checked, others);
  confusion.find_twice();
  confusion.find_unknown();
  confusion.find_mistaken(confusion.runtimes());
  std::vector<RuntimeManifest> on_windows;
  for (const RuntimeManifest *runtime : confusion.runtimes())
    take_windows(on_windows.emplace_back(*runtime));
  std::vector<const RuntimeManifest *> there;
  for (const RuntimeManifest &runtime : on_windows)
    there.push_back(&runtime);
  confusion.find_mistaken(there);
  return confusion.take();
}

} // namespace weakrt
