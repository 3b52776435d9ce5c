#include "linkplugin/linker/warnings.h"

#include "linkplugin/linker/referrers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weakrt {

// A name that nobody has may be of another version of the runtime, if the plugin has it.
static void warn_of_optional(const Borrowing &borrowing, const LinkedRuntime &runtime,
                             const std::vector<elf::Import> &imports, const std::filesystem::path &output,
                             Diagnostics &warnings) {
  for (const std::string &glob : runtime.borrowed.optional) {
    const std::vector<std::string> globs = {glob};
    bool imported = std::ranges::any_of(
        imports, [&](const elf::Import &import) { return matches_any(globs, import.name); });
    bool exported = std::ranges::any_of(borrowing.libraries, [&](const elf::Library &library) {
      return std::ranges::any_of(library.exports(),
                                 [&](const auto &symbol) { return matches_any(globs, symbol.first); });
    });
    if (!imported && !exported)
      warnings.push_back(
          {.severity = Severity::warning,
           .message = fmt::format("`optional` lists {}, which neither the plugin nor a library of {} has",
                                  glob, runtime.borrowed.runtime.name),
           .file = output});
  }
}

void warn_of_imports(const Borrowing &borrowing, const std::vector<elf::Import> &imports,
                     const std::filesystem::path &output, Diagnostics &warnings) {
  const std::vector<LinkedRuntime> &runtimes = borrowing.runtimes;
  for (size_t i = 0; i < runtimes.size(); ++i) {
    const std::string &name = runtimes[i].borrowed.runtime.name;
    bool imports_any = false;
    std::vector<std::string_view> data;
    for (const elf::Import &import : imports) {
      imports_any |= import.runtime == i;
      if (import.runtime == i && (import.data || import.thread_local_data) && !import.optional)
        data.push_back(import.name);
    }
    warn_of_optional(borrowing, runtimes[i], imports, output, warnings);
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

void drop_refusal(std::vector<LinkedRuntime> &runtimes, std::string_view why, Diagnostics &warnings) {
  for (LinkedRuntime &runtime : runtimes) {
    BorrowedRuntime &borrowed = runtime.borrowed;
    if (borrowed.on_failure != BorrowedRuntime::OnFailure::refuse)
      continue;
    borrowed.on_failure = BorrowedRuntime::OnFailure::trap;
    Diagnostic warning = borrowed.refused_at;
    warning.severity = Severity::warning;
    warning.message = fmt::format("on-failure = \"refuse\" {}", why);
    warning.help = fmt::format("leave it out; weakrt_runtime() of weakrt.h tells whether {} was bound",
                               borrowed.runtime.name);
    warnings.push_back(std::move(warning));
  }
}

void warn_of_static_tls(const std::vector<LinkedRuntime> &runtimes, const std::vector<elf::Import> &imports,
                        const std::vector<elf::ThreadLocalSlot> &slots, const elf::Image &image,
                        const std::vector<std::filesystem::path> &inputs, Diagnostics &warnings) {
  constexpr auto kind = record::ThreadLocalSlot::static_offset;
  if (elf::why_unbindable(image, kind))
    return;
  for (const elf::Import &import : imports) {
    if (std::ranges::none_of(slots, [&](const elf::ThreadLocalSlot &slot) {
          return slot.symbol == import.symbol && slot.kind == kind;
        }))
      continue;
    Diagnostic &warning = warnings.emplace_back();
    warning.severity = Severity::warning;
    warning.message = fmt::format("{} must have static TLS (initial exec): it is bound only where the "
                                  "program is linked to {} or has it inside",
                                  import.name, runtimes[import.runtime].borrowed.runtime.name);
    warning.file = image.path();
    warning.help = "compile with -ftls-model=global-dynamic";
    for (const std::string &input : find_referrers(inputs, import.name))
      warning.notes.push_back("referenced by " + input);
  }
}

} // namespace weakrt
