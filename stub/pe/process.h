// The process as Windows knows it: the `Process` of stub/core/provider.h.
#pragma once

#include "stub/core/imports.h"
#include "stub/pe/kernel32.h"
#include "stub/pe/module.h"
#include "stub/pe/version_resource.h"

namespace weakrt::pe {

/// The modules that were found, their paths, and where imports are: memory that is used while binding only.
class Scratch {
public:
  explicit Scratch(RecordView record);
  ~Scratch();
  Scratch(const Scratch &) = delete;
  Scratch &operator=(const Scratch &) = delete;

  /// False where there was no memory.
  bool ok() const;
};

/// Looks at all modules for who is the host (environment.h).
bool survey();

/// The plugin's path; while a Scratch lives.
const char *own_label();

/// See stub/core/provider.h and imports.h. All that remembers or makes texts needs a Scratch that lives.
struct Process {
  using Module = pe::Module;
  using Symbol = pe::Symbol;

  static void for_each_module(void (*visit)(const Module &, void *), void *data);
  static const Module *remember(const Module &module);
  static bool is_main_program(const Module &module) { return module.is_main_program; }
  static const char *label(const Module &module) { return module.path; }
  static const Symbol *find(const Module &module, const Wanted &wanted) {
    return find_export(module, wanted.name);
  }
  static bool is_own(const Module &module, const Symbol &symbol) { return !is_forwarder(module, symbol); }
  /// Windows knows no copies and no PLT entries that stand for what another module has.
  static const Symbol *find_canonical(const Module &, const Wanted &) { return nullptr; }
  static Address address(const Module &module, const Symbol &symbol) { return address_of(module, symbol); }
  static bool is_thread_local(const Symbol &) { return false; }
  static const Module *main_program() { return nullptr; }
  /// What an executable does not export nobody can find in it: there is no symbol table.
  static const Module *unexported() { return nullptr; }
  static uint64_t file_version(const Module &module) { return pe::file_version(module); }
  static const char *unusable(const Module &) { return nullptr; }
  static bool needs(const Module &module, const Module &other) { return pe::needs(module, other); }

  static void *given(const char *runtime);
  static bool is_handle(void *handle, const Module &module) {
    return reinterpret_cast<Address>(handle) == module.base;
  }
  static const char *overriding(const char *variable);
  static bool is_here(const char *library);
  static void *load(const char *library);
  static void unload(void *handle) { FreeLibrary(handle); }
  static const char *load_error();
  static void *hold(const Module &module);

  /// The export tables have their own order; a binary search is all it takes.
  static void follow_hints(RecordView, const record::Runtime &, const Provider<Process> &) {}
  static bool is_set(const record::Import &) { return false; }
  static const char *name_of(const record::Import &import);
  static void set(const record::Import &import, Address address);
  static Address address_for(const record::Import &import);
};

} // namespace weakrt::pe
