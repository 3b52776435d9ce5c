#include "linkplugin/linker/pe_delay.h"

#include "linkplugin/linker/real_linker.h"
#include "linkplugin/pe/import_library.h"

#include <llvm/ADT/StringRef.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace fs = std::filesystem;

namespace weakrt {

// Data are imported from a DLL of this name, so that the linker finds all of them: asked to delay them, LLD
// stops at the first. An image that has any is not kept.
static constexpr std::string_view data_of = "data of ";

static bool is_delayed(const LinkedRuntime &runtime) {
  return runtime.borrowed.bind == BorrowedRuntime::Bind::call;
}

bool delays(const PeBorrowing &borrowing) {
  return std::ranges::any_of(borrowing.runtimes, is_delayed);
}

Result<void> ask_for_lld(WeakrtFlags &flags, std::string_view name, const std::vector<fs::path> &inputs) {
  bool is_program = flags.linker.find('/') != std::string::npos;
  Flavor flavor = flags.linker.empty() || is_program ? flavor_of(name) : flavor_of("ld." + flags.linker);
  bool is_lld = is_program ? fs::path(flags.linker).filename().string().find("lld") != std::string::npos
                           : flavor != Flavor::bfd && flavor != Flavor::gold && flavor != Flavor::mold;
  if (!is_lld)
    return fail(
        {.message = fmt::format("bind = \"call\" needs a linker that can delay imports, and {} cannot",
                                is_program ? flags.linker : std::string(name_of(flavor))),
         .help = "link with -fuse-ld=lld, or say bind = \"load\""});
  if (fs::path lto = find_gcc_lto_only(inputs); !lto.empty())
    return fail({.message = "bind = \"call\" needs LLD, and this is gcc's LTO intermediate code, which LLD "
                            "cannot link",
                 .file = lto,
                 .help = "leave out -flto, or compile with clang, or say bind = \"load\""});
  if (flags.linker.empty() && flavor == Flavor::ld)
    flags.linker = "lld";
  return {};
}

/// Before which argument the library must come that is to win over this one: where it is named, as a file or
/// behind -l.
static size_t place_of(const fs::path &library, const std::vector<std::string> &arguments,
                       const LinkLine &line) {
  std::string file = library.filename().string();
  for (const LinkInput &input : line.inputs) {
    // lld-link's line does not say where its inputs stand.
    if (input.place.index == 0)
      continue;
    std::vector<fs::path> files = find_input(line, input);
    if (std::ranges::find(files, library) != files.end())
      return input.kind == LinkInput::Kind::library && input.place.prefix == 0 ? input.place.index - 1
                                                                               : input.place.index;
  }
  for (size_t i = 1; i < arguments.size(); ++i)
    if (fs::path(arguments[i]).filename() == file)
      return i;
  return 1;
}

/// One library for each DLL and its functions, and one for each DLL and its data.
static Result<std::vector<fs::path>> write_delayed(const pe::Library &library, const pe::Machine &machine,
                                                   const fs::path &stem) {
  std::map<std::string, std::vector<pe::Library::Entry>> by_dll;
  for (const pe::Library::Entry &entry : library.entries()) {
    if (entry.dll.empty() && library.dlls().size() > 1)
      return fail({.message = "an import library of several DLLs, of which nothing can be delayed",
                   .file = library.path(),
                   .help = "link with one library for each DLL, or say bind = \"load\""});
    const std::string &dll = entry.dll.empty() ? *library.dlls().begin() : entry.dll;
    bool is_data = entry.kind == pe::Library::Kind::data;
    by_dll[is_data ? fmt::format("{}{}", data_of, dll) : dll].push_back(entry);
  }
  std::vector<fs::path> files;
  for (const auto &[dll, entries] : by_dll) {
    files.emplace_back(fmt::format("{}-{}.lib", stem.string(), files.size()));
    if (auto written = pe::write_import_library(files.back(), dll, entries, machine); !written)
      return std::unexpected(written.error());
  }
  return files;
}

Result<void> add_delayed_libraries(std::vector<std::string> &arguments, const PeCommandLine &command_line,
                                   PeBorrowing &borrowing, const pe::Machine &machine,
                                   const fs::path &scratch) {
  std::multimap<size_t, std::string, std::greater<>> ahead;
  std::vector<fs::path> interfaces;
  std::set<std::string> dlls;
  for (uint32_t i = 0; i < borrowing.runtimes.size(); ++i) {
    if (!is_delayed(borrowing.runtimes[i]))
      continue;
    dlls.insert(borrowing.runtimes[i].sonames.begin(), borrowing.runtimes[i].sonames.end());
    for (const pe::Library &library : borrowing.libraries[i]) {
      auto files =
          write_delayed(library, machine,
                        scratch / fmt::format("weakrt-delayed-{}-{}", i, ahead.size() + interfaces.size()));
      if (!files)
        return std::unexpected(files.error());
      if (std::erase(borrowing.interfaces, library.path()))
        interfaces.insert(interfaces.end(), files->begin(), files->end());
      else
        for (const fs::path &file : *files)
          ahead.emplace(place_of(library.path(), arguments, command_line.line()), file);
    }
  }
  borrowing.interfaces.insert(borrowing.interfaces.end(), interfaces.begin(), interfaces.end());
  // From the last one: what comes before it does not move.
  for (const auto &[place, file] : ahead)
    arguments.insert(arguments.begin() + static_cast<ptrdiff_t>(place), file);
  for (const std::string &dll : dlls)
    arguments.push_back(command_line.delay(dll));
  return {};
}

static Diagnostic not_delayed(const LinkedRuntime &runtime, const pe::ImportDescriptor &descriptor) {
  std::vector<std::string> names;
  for (const pe::ImportedSymbol &symbol : descriptor.symbols)
    names.push_back(symbol.name);
  std::ranges::sort(names);
  const std::string &name = runtime.borrowed.runtime.name;
  if (descriptor.library.starts_with(data_of))
    return {.message =
                fmt::format("data of {} cannot be bound at the first call: {}", name, fmt::join(names, ", ")),
            .help = "say bind = \"load\", or use functions only"};
  return {.message = fmt::format("the linker delays nothing of {}, of which these would be bound at load: {}",
                                 descriptor.library, fmt::join(names, ", ")),
          .help = fmt::format("name an import library of {} on the command line of the link, or say "
                              "bind = \"load\"",
                              descriptor.library)};
}

static Diagnostic delayed(const LinkedRuntime &runtime, const pe::ImportDescriptor &descriptor) {
  return {.message = fmt::format("{} is delay-loaded, and {} is bound when the plugin is loaded",
                                 descriptor.library, runtime.borrowed.runtime.name),
          .help = "say bind = \"call\", or do not have the linker delay it"};
}

Result<void> find_delayed_imports(const PeBorrowing &borrowing, const pe::Image &image,
                                  pe::DetachRequest &request) {
  auto descriptors = image.imports();
  auto delayed_ones = image.delayed_imports();
  if (!descriptors || !delayed_ones)
    return std::unexpected(!descriptors ? descriptors.error() : delayed_ones.error());
  Diagnostics errors;
  for (const pe::ImportDescriptor &descriptor : *descriptors) {
    llvm::StringRef dll = descriptor.library;
    dll.consume_front(data_of);
    if (auto i = runtime_of(borrowing, dll); i && is_delayed(borrowing.runtimes[*i]))
      errors.push_back(not_delayed(borrowing.runtimes[*i], descriptor));
  }
  for (const pe::ImportDescriptor &descriptor : *delayed_ones) {
    auto i = runtime_of(borrowing, descriptor.library);
    if (!i)
      continue;
    if (!is_delayed(borrowing.runtimes[*i]))
      errors.push_back(delayed(borrowing.runtimes[*i], descriptor));
    for (pe::Import &import : imports_of(borrowing, *i, descriptor)) {
      import.delayed = true;
      request.imports.push_back(std::move(import));
    }
  }
  for (Diagnostic &error : errors)
    error.file = image.path();
  if (!errors.empty())
    return std::unexpected(errors);
  return {};
}

} // namespace weakrt
