#include "linkplugin/linker/warnings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace weakrt {

void warn_of_imports(const std::vector<LinkedRuntime> &runtimes, const std::vector<elf::Import> &imports,
                     const std::filesystem::path &output, Diagnostics &warnings) {
  for (size_t i = 0; i < runtimes.size(); ++i) {
    const std::string &name = runtimes[i].borrowed.runtime.name;
    bool imports_any = false;
    std::vector<std::string_view> data;
    for (const elf::Import &import : imports) {
      imports_any |= import.runtime == i;
      if (import.runtime == i && import.data && !import.optional)
        data.push_back(import.name);
    }
    if (!imports_any)
      warnings.push_back({.severity = Severity::warning,
                          .message = fmt::format("the plugin imports nothing of {}", name),
                          .file = output});
    // A call can be caught, a look at data cannot.
    if (!data.empty() && runtimes[i].borrowed.bind == BorrowedRuntime::Bind::call)
      warnings.push_back(
          {.severity = Severity::warning,
           .message = fmt::format("bind = \"call\": where the process has no {} yet, its data must "
                                  "not be used before a function of it was called: {}",
                                  name, fmt::join(data, ", ")),
           .file = output});
  }
}

} // namespace weakrt
