#include "linkplugin/linker/pe_borrow.h"

#include "linkplugin/linker/interface.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Object/COFFImportFile.h>

#include <fmt/format.h>

#include <algorithm>

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

static Result<fs::path> write_import_library(const LinkedRuntime &runtime, const pe::Machine &machine,
                                             const fs::path &scratch) {
  auto exports = exports_of(runtime.borrowed);
  if (!exports)
    return std::unexpected(exports.error());
  std::vector<llvm::object::COFFShortExport> entries;
  for (const auto &[name, exported] : *exports) {
    llvm::object::COFFShortExport entry;
    entry.Name = machine.symbol(name);
    entry.Data = exported.kind != elf::Export::Kind::function;
    entries.push_back(std::move(entry));
  }
  fs::path file = scratch / fmt::format("weakrt-interface-{}.lib", runtime.borrowed.runtime.name);
  if (auto error = llvm::object::writeImportLibrary(runtime.sonames.front(), file.string(), entries,
                                                    static_cast<llvm::COFF::MachineTypes>(machine.id), true))
    return fail({.message = llvm::toString(std::move(error)), .file = file});
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
    LinkedRuntime runtime{std::move(request), {}, {}, true};
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
      auto interface = write_import_library(runtime, machine, scratch);
      if (!interface)
        return std::unexpected(interface.error());
      auto library = pe::Library::read(*interface);
      if (!library)
        return std::unexpected(library.error());
      of_runtime.push_back(std::move(*library));
      result.interfaces.push_back(*interface);
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
  bool calls = false, files = false;
  for (const LinkedRuntime &runtime : borrowing.runtimes) {
    const std::vector<VersionQuery> &version = runtime.borrowed.runtime.version;
    calls |= runtime.borrowed.bind == BorrowedRuntime::Bind::call;
    files |= std::ranges::find(version, VersionQuery::Kind::file, &VersionQuery::kind) != version.end();
  }
  return calls ? "-full" : files ? "-file" : "";
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
