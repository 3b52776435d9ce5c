#include "linkplugin/linker/undefined.h"

#include "linkplugin/linker/referrers.h"
#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

// A symbol that the manifest lists is no typo: this version of the runtime lacks it.
static std::string help_for(const std::string &symbol, const LinkedRuntime &runtime,
                            const std::vector<elf::Library> &libraries) {
  const auto &listed = runtime.borrowed.runtime.interface_symbols;
  if (std::ranges::any_of(listed, [&](const InterfaceSymbol &known) { return known.name == symbol; }))
    return "other versions have it: to do without it in this one, list it in `optional` or declare it weak";
  std::vector<std::string_view> names;
  for (const elf::Library &library : libraries)
    if (std::ranges::find(runtime.sonames, library.soname()) != runtime.sonames.end())
      for (const auto &[name, exported] : library.exports())
        names.push_back(name);
  std::ranges::sort(names);
  return suggestion(symbol, names, "");
}

Diagnostics describe_undefined(const std::vector<elf::Import> &undefined, const Borrowing &borrowing,
                               const std::vector<std::filesystem::path> &inputs) {
  Diagnostics diagnostics;
  for (const elf::Import &import : undefined) {
    const LinkedRuntime &runtime = borrowing.runtimes[import.runtime];
    Diagnostic &diagnostic = diagnostics.emplace_back();
    diagnostic.message =
        fmt::format("undefined symbol: {} ({} does not have it)", import.name, runtime.borrowed.runtime.name);
    for (const std::string &input : find_referrers(inputs, import.name))
      diagnostic.notes.push_back("referenced by " + input);
    diagnostic.help = help_for(import.name, runtime, borrowing.libraries);
  }
  return diagnostics;
}

} // namespace weakrt
