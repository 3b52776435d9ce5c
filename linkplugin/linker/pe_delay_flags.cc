#include "linkplugin/linker/pe_delay_flags.h"

#include <llvm/ADT/StringRef.h>

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

namespace {

struct DelayFlag {
  std::string spelled;
  llvm::StringRef library; ///< of one of the arguments
};

} // namespace

// The linker's own, and lld-link's behind mingw's -Xlink=.
static std::vector<DelayFlag> delay_flags(const std::vector<std::string> &arguments) {
  std::vector<DelayFlag> flags;
  for (size_t i = 1; i < arguments.size(); ++i) {
    llvm::StringRef rest = arguments[i];
    rest.consume_front("-Xlink=") || rest.consume_front("--Xlink=");
    if (!(rest.consume_front("/") || rest.consume_front("--") || rest.consume_front("-")) ||
        !rest.consume_front_insensitive("delayload"))
      continue;
    if (rest.consume_front("=") || rest.consume_front(":"))
      flags.push_back({arguments[i], rest});
    else if (rest.empty() && i + 1 < arguments.size())
      flags.push_back({fmt::format("{} {}", arguments[i], arguments[i + 1]), arguments[i + 1]});
  }
  return flags;
}

static bool is_gnu(const pe::Library &library) {
  return std::ranges::any_of(library.entries(),
                             [](const pe::Library::Entry &entry) { return entry.dll.empty(); });
}

Result<void> check_delay_flags(const std::vector<std::string> &arguments, const PeBorrowing &borrowing) {
  Diagnostics errors;
  for (const DelayFlag &flag : delay_flags(arguments)) {
    llvm::StringRef name = flag.library.substr(flag.library.find_last_of("/\\:") + 1);
    auto i = runtime_of(borrowing, name);
    if (!i)
      continue;
    const LinkedRuntime &runtime = borrowing.runtimes[*i];
    bool at_call = runtime.borrowed.bind == BorrowedRuntime::Bind::call;
    if (name != flag.library)
      errors.push_back({.message = fmt::format(
                            "{}: a path delays nothing, linkers look for the DLL's name alone", flag.spelled),
                        .help = at_call ? "leave it out: bind = \"call\" delays all of this runtime"
                                        : "leave it out, and say bind = \"call\""});
    else if (!at_call) {
      Diagnostic error = {.message = fmt::format("{}: {} is bound when the plugin is loaded", flag.spelled,
                                                 runtime.borrowed.runtime.name),
                          .help = "leave it out, or say bind = \"call\""};
      for (const pe::Library &library : borrowing.libraries[*i])
        if (is_gnu(library))
          error.notes.push_back(fmt::format(
              "{} is a GNU import library, of which LLD delays nothing by itself", library.path()));
      errors.push_back(std::move(error));
    }
  }
  if (!errors.empty())
    return std::unexpected(errors);
  return {};
}

Diagnostics find_useless_delay_flags(const std::vector<std::string> &arguments, const PeBorrowing &borrowing,
                                     const pe::Image &image) {
  Diagnostics warnings;
  auto descriptors = image.imports();
  for (const DelayFlag &flag : delay_flags(arguments)) {
    llvm::StringRef name = flag.library.substr(flag.library.find_last_of("/\\:") + 1);
    bool is_imported =
        descriptors && std::ranges::any_of(*descriptors, [&](const pe::ImportDescriptor &entry) {
          return name.equals_insensitive(entry.library);
        });
    if (is_imported && !runtime_of(borrowing, name))
      warnings.push_back({.severity = Severity::warning,
                          .message = fmt::format("{}: {} is imported when the plugin is loaded all the same",
                                                 flag.spelled, name.str()),
                          .file = image.path(),
                          .help = name != flag.library
                                      ? "name the DLL without a path"
                                      : "make its import library with llvm-dlltool: LLD delays nothing of "
                                        "one that GNU's tools have made"});
  }
  return warnings;
}

} // namespace weakrt
