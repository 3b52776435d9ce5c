#include "linkplugin/linker/pe_borrow.h"

#include "linkplugin/linker/interface.h"
#include "linkplugin/linker/referrers.h"
#include "linkplugin/pe/import_library.h"

#include <llvm/ADT/StringRef.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

namespace fs = std::filesystem;

namespace weakrt {

// Libraries that import nothing, and what cannot be read, are the linker's business.
static std::vector<pe::Library> read_libraries_of(const std::vector<fs::path> &inputs) {
  std::vector<pe::Library> libraries;
  for (const fs::path &input : inputs)
    if (auto library = pe::Library::read(input); library && !library->dlls().empty())
      libraries.push_back(std::move(*library));
  return libraries;
}

static Result<std::vector<pe::Library::Entry>> exported_by(const BorrowedRuntime &borrowed) {
  auto library = pe::Library::read(borrowed.interface_from);
  if (!library)
    return std::unexpected(library.error());
  if (!library->exports_all(borrowed.runtime.identify))
    return fail({.message = fmt::format("this is not {}: it does not export the identifying symbols",
                                        borrowed.runtime.name),
                 .file = borrowed.interface_from,
                 .help = "a program exports what is declared __declspec(dllexport)"});
  std::vector<pe::Library::Entry> entries = library->entries();
  std::vector<std::string> api = api_of(borrowed.runtime);
  std::erase_if(entries, [&](const pe::Library::Entry &entry) { return !matches_any(api, entry.plain); });
  return entries;
}

static Result<std::vector<pe::Library::Entry>> interface_of(const BorrowedRuntime &borrowed,
                                                            const pe::Machine &machine) {
  if (!borrowed.interface_from.empty())
    return exported_by(borrowed);
  auto exports = exports_of(borrowed);
  if (!exports)
    return std::unexpected(exports.error());
  std::vector<pe::Library::Entry> entries;
  for (const auto &[name, exported] : *exports) {
    bool is_function = exported.kind == elf::Export::Kind::function;
    entries.push_back({.symbol = machine.symbol(name),
                       .name = name,
                       .ordinal = 0,
                       .kind = is_function ? pe::Library::Kind::function : pe::Library::Kind::data,
                       .dll = {}});
  }
  return entries;
}

// Optional symbols that the inputs import and no library of the runtime has: of a newer one than the build
// machine's. Without weakrt that is an error of the linker's, and rightly so.
static std::vector<pe::Library::Entry> lacking(const BorrowedRuntime &borrowed,
                                               const std::vector<pe::Library> &libraries,
                                               const std::vector<fs::path> &inputs,
                                               const pe::Machine &machine) {
  std::set<std::string> names;
  if (borrowed.optional.empty())
    return {};
  const std::string slot = "__imp_" + machine.symbol("");
  for_each_reference(inputs, [&](const std::string &, const Reference &reference) {
    std::string_view name = reference.symbol;
    if (!name.starts_with(slot))
      return;
    name.remove_prefix(slot.size());
    bool is_known = std::ranges::any_of(
        libraries, [&](const pe::Library &library) { return library.exports().contains(name); });
    if (!is_known && matches_any(borrowed.optional, name))
      names.emplace(name);
  });
  std::vector<pe::Library::Entry> entries;
  for (const std::string &name : names)
    entries.push_back({.symbol = machine.symbol(name),
                       .name = name,
                       .ordinal = 0,
                       .kind = pe::Library::Kind::function,
                       .dll = {}});
  return entries;
}

static Result<fs::path> write_interface(const LinkedRuntime &runtime, const pe::Machine &machine,
                                        const fs::path &scratch) {
  auto entries = interface_of(runtime.borrowed, machine);
  if (!entries)
    return std::unexpected(entries.error());
  fs::path file = scratch / fmt::format("weakrt-interface-{}.lib", runtime.borrowed.runtime.name);
  if (auto written = pe::write_import_library(file, runtime.sonames.front(), *entries, machine); !written)
    return std::unexpected(written.error());
  return file;
}

// A part of it: an import library for one of the runtime's libraries by name.
static bool is_part(const LinkedRuntime &runtime, const pe::Library &library) {
  return std::ranges::any_of(library.dlls(), [&](const std::string &name) {
    return std::ranges::any_of(runtime.sonames, [&](const std::string &other) {
      return llvm::StringRef(name).equals_insensitive(other);
    });
  });
}

static void add_library(LinkedRuntime &runtime, const pe::Library &library) {
  runtime.sonames.insert(runtime.sonames.end(), library.dlls().begin(), library.dlls().end());
}

Result<PeBorrowing> find_pe_borrowing(Requests requests, const std::vector<fs::path> &inputs,
                                      const pe::Machine &machine, const fs::path &scratch) {
  PeBorrowing result;
  result.files = std::move(requests.files);
  const std::vector<pe::Library> libraries = read_libraries_of(inputs);
  for (BorrowedRuntime &request : requests.runtimes) {
    LinkedRuntime runtime{.borrowed = std::move(request), .for_windows = true};
    const RuntimeManifest &manifest = runtime.borrowed.runtime;
    std::vector<pe::Library> of_runtime;
    for (const pe::Library &library : libraries) {
      bool is_it = library.exports_all(manifest.identify);
      bool is_companion = std::ranges::any_of(manifest.companions, [&](const Companion &companion) {
        return library.exports_all(companion.identify);
      });
      if (is_it && runtime.built_with.empty() &&
          !llvm::StringRef(*library.dlls().begin()).ends_with_insensitive(".exe"))
        runtime.built_with = *library.dlls().begin();
      if (is_it || is_companion) {
        add_library(runtime, library);
        of_runtime.push_back(library);
      }
    }
    for (const pe::Library &library : libraries)
      if (!library.exports_all(manifest.identify) && is_part(runtime, library))
        of_runtime.push_back(library);
    if (of_runtime.empty()) {
      runtime.sonames.push_back(manifest.load_windows.empty() ? manifest.name + ".dll"
                                                              : manifest.load_windows.front());
      auto interface = write_interface(runtime, machine, scratch);
      if (!interface)
        return std::unexpected(interface.error());
      auto library = pe::Library::read(*interface);
      if (!library)
        return std::unexpected(library.error());
      of_runtime.push_back(std::move(*library));
      result.interfaces.push_back(*interface);
    }
    if (auto optional = lacking(runtime.borrowed, of_runtime, inputs, machine); !optional.empty()) {
      fs::path file = scratch / fmt::format("weakrt-optional-{}.lib", manifest.name);
      if (auto written = pe::write_import_library(file, runtime.sonames.front(), optional, machine); !written)
        return std::unexpected(written.error());
      auto library = pe::Library::read(file);
      if (!library)
        return std::unexpected(library.error());
      of_runtime.push_back(std::move(*library));
      result.interfaces.push_back(file);
    }
    result.runtimes.push_back(std::move(runtime));
    result.libraries.push_back(std::move(of_runtime));
  }
  return result;
}

static const pe::Library::Entry *entry_of(const std::vector<pe::Library> &libraries, const std::string &dll,
                                          const std::string &imported) {
  for (const pe::Library &library : libraries)
    if (const pe::Library::Entry *entry = library.find(dll, imported))
      return entry;
  return nullptr;
}

std::string_view stub_variant(const PeBorrowing &borrowing) {
  bool full = false, files = false;
  for (const LinkedRuntime &runtime : borrowing.runtimes) {
    const std::vector<VersionQuery> &version = runtime.borrowed.runtime.version;
    full |= runtime.borrowed.bind == BorrowedRuntime::Bind::call || needs_more_ways(runtime);
    files |= std::ranges::find(version, VersionQuery::Kind::file, &VersionQuery::kind) != version.end() ||
             !runtime.borrowed.runtime.companions.empty();
  }
  return full ? "-full" : files ? "-file" : "";
}

std::optional<uint32_t> runtime_of(const PeBorrowing &borrowing, std::string_view dll) {
  for (uint32_t i = 0; i < borrowing.runtimes.size(); ++i)
    for (const std::string &name : borrowing.runtimes[i].sonames)
      if (llvm::StringRef(name).equals_insensitive(dll))
        return i;
  return std::nullopt;
}

std::vector<pe::Import> imports_of(const PeBorrowing &borrowing, uint32_t runtime,
                                   const pe::ImportDescriptor &descriptor) {
  const std::vector<std::string> &optional = borrowing.runtimes[runtime].borrowed.optional;
  std::vector<pe::Import> imports;
  for (const pe::ImportedSymbol &symbol : descriptor.symbols) {
    // An ordinal says neither what it is nor what the source calls it.
    const auto *entry = entry_of(borrowing.libraries[runtime], descriptor.library, symbol.name);
    imports.push_back(
        {.name = symbol.name,
         .name_address = symbol.name_address,
         .slot = symbol.slot,
         .runtime = runtime,
         .data = entry && entry->kind == pe::Library::Kind::data,
         .optional = matches_any(optional, symbol.name) || (entry && matches_any(optional, entry->plain))});
  }
  return imports;
}

Diagnostics find_what_is_not_borrowed(const PeBorrowing &borrowing, const pe::DetachRequest &request,
                                      const pe::Image &image) {
  Diagnostics warnings;
  auto left = image.imports(), delayed = image.delayed_imports();
  if (left && delayed)
    left->insert(left->end(), delayed->begin(), delayed->end());
  for (uint32_t i = 0; i < borrowing.runtimes.size(); ++i) {
    const RuntimeManifest &runtime = borrowing.runtimes[i].borrowed.runtime;
    if (std::ranges::find(request.imports, i, &pe::Import::runtime) == request.imports.end())
      warnings.push_back({.severity = Severity::warning,
                          .message = fmt::format("the plugin imports nothing of {}", runtime.name),
                          .file = image.path()});
    std::vector<std::string> api = api_of(runtime), names;
    if (left)
      for (const pe::ImportDescriptor &descriptor : *left)
        for (const pe::ImportedSymbol &symbol : descriptor.symbols)
          if (!runtime_of(borrowing, descriptor.library) && matches_any(api, symbol.name))
            names.push_back(fmt::format("{} ({})", symbol.name, descriptor.library));
    if (!names.empty())
      warnings.push_back(
          {.severity = Severity::warning,
           .message = fmt::format("left to Windows, since their library is not known to be {}: {}",
                                  runtime.name, fmt::join(names, ", ")),
           .file = image.path(),
           .help = fmt::format("link with an import library that also has {}, or without one",
                               fmt::join(runtime.identify, ", "))});
  }
  return warnings;
}

Result<pe::DetachRequest> find_pe_imports(const PeBorrowing &borrowing, const pe::Image &image) {
  pe::DetachRequest request;
  auto descriptors = image.imports();
  if (!descriptors)
    return std::unexpected(descriptors.error());
  for (const pe::ImportDescriptor &descriptor : *descriptors)
    if (auto runtime = runtime_of(borrowing, descriptor.library)) {
      request.descriptors.push_back(descriptor.place);
      std::vector<pe::Import> imports = imports_of(borrowing, *runtime, descriptor);
      request.imports.insert(request.imports.end(), imports.begin(), imports.end());
    }
  return request;
}

} // namespace weakrt
