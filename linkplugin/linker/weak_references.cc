#include "linkplugin/linker/weak_references.h"

#include "linkplugin/linker/interface.h"
#include "linkplugin/linker/libraries.h"
#include "linkplugin/linker/referrers.h"

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

References find_references(const std::vector<std::filesystem::path> &inputs) {
  References found;
  for_each_reference(inputs, [&found](const std::string &, const Reference &reference) {
    (reference.weak ? found.weak : found.strong).emplace(reference.symbol);
    if (reference.thread_local_data)
      found.thread_locals.emplace(reference.symbol);
  });
  std::erase_if(found.weak, [&found](const std::string &symbol) { return found.strong.contains(symbol); });
  return found;
}

// What no library of the link has.
static Exports lacking(const Borrowing &borrowing, const BorrowedRuntime &runtime,
                       const References &references) {
  Exports found;
  std::vector<std::string> api = api_of(runtime.runtime);
  auto add = [&](const std::string &symbol) {
    bool exported = std::ranges::any_of(
        borrowing.libraries, [&symbol](const elf::Library &library) { return library.find(symbol); });
    elf::Export missing;
    if (references.thread_locals.contains(symbol))
      missing.kind = elf::Export::Kind::thread_local_data;
    if (!exported && matches_any(api, symbol))
      found.emplace(symbol, missing);
  };
  std::ranges::for_each(references.weak, add);
  for (const std::string &symbol : references.strong)
    if (matches_any(runtime.optional, symbol))
      add(symbol);
  return found;
}

Result<void> keep_weak_references(Borrowing &borrowing, const References &references, const Target &target,
                                  const std::filesystem::path &scratch) {
  for (LinkedRuntime &runtime : borrowing.runtimes) {
    Exports optional = lacking(borrowing, runtime.borrowed, references);
    if (optional.empty())
      continue;
    std::string soname = fmt::format("weakrt-optional-{}.so", runtime.borrowed.runtime.name);
    auto interface = write_interface(std::move(optional), target, soname, scratch / soname);
    if (!interface)
      return std::unexpected(interface.error());
    runtime.sonames.push_back(soname);
    borrowing.interfaces.push_back({scratch / soname, {}});
    borrowing.libraries.push_back(std::move(*interface));
  }
  return {};
}

static bool is_of_a_runtime(const std::vector<std::filesystem::path> &input, const std::string &argument,
                            const Borrowing &borrowing) {
  if (std::ranges::any_of(borrowing.interfaces, [&](const auto &stub) { return stub.path == argument; }))
    return true;
  return std::ranges::any_of(input, [&](const std::filesystem::path &path) {
    return std::ranges::any_of(borrowing.runtimes, [&](const LinkedRuntime &runtime) {
      return std::ranges::find(runtime.sonames, path.string()) != runtime.sonames.end();
    });
  });
}

void keep_libraries(std::vector<std::string> &arguments, const LinkLine &line, const FoundInputs &found,
                    const Borrowing &borrowing) {
  // From behind, so that places stay right.
  for (size_t i = line.inputs.size(); i-- > 0;) {
    const LinkInput &input = line.inputs[i];
    size_t end = input.place.index + 1;
    if (!is_of_a_runtime(found[i], arguments[end - 1], borrowing))
      continue;
    // "-l X" is two arguments.
    size_t begin = input.kind == LinkInput::Kind::library && input.place.prefix == 0 ? end - 2 : end - 1;
    arguments.insert(arguments.begin() + static_cast<ptrdiff_t>(end), "--pop-state");
    arguments.insert(arguments.begin() + static_cast<ptrdiff_t>(begin), {"--push-state", "--no-as-needed"});
  }
}

} // namespace weakrt
