// The process as the loader knows it: the `Process` of stub/core/provider.h.
//
// dl_iterate_phdr, not _r_debug: glibc reports the modules of the caller's own
// namespace, so a plugin that dlmopen loaded sees its own neighbours and never
// binds across (measured: through _r_debug it does).
#pragma once

#include "stub/core/imports.h"
#include "stub/elf/lookup.h"
#include "stub/elf/module.h"

namespace weakrt::elf {

struct Process;

/// The modules that were found, the program's file, and where imports are: memory that is
/// used while binding only, so it comes from the kernel and goes back there.
class Scratch {
public:
  /// For the imports of this record.
  explicit Scratch(RecordView record);
  ~Scratch();
  Scratch(const Scratch &) = delete;
  Scratch &operator=(const Scratch &) = delete;

  /// False where there was no memory.
  bool ok() const;
};

/// Looks at all modules for what an attempt to bind needs to know of them: which one is the
/// plugin (plugin.h), which one the main program, and who is the host (environment.h). False
/// where the loader does not list its modules: glibc's in a program that is linked
/// statically. The plugin's own tables are found then, too, where they are where they were linked to.
bool survey();

/// See stub/core/provider.h and imports.h. What remembers, and what looks into the
/// program's file, needs a Scratch that lives.
struct Process {
  using Module = elf::Module;
  using Symbol = elf::Symbol;

  static void for_each_module(void (*visit)(const Module &, void *), void *data);
  static const Module *remember(const Module &module);
  static bool is_main_program(const Module &module) { return *module.name == 0; }
  static const char *label(const Module &module) { return module.label; }
  [[gnu::always_inline]] static const Symbol *find(const Module &module, const Wanted &wanted) {
    return find_definition(module, wanted);
  }
  static bool is_own(const Module &, const Symbol &) { return true; }
  static const Symbol *find_canonical(const Module &module, const Wanted &wanted) {
    return elf::find_canonical(module, wanted);
  }
  static Address address(const Module &module, const Symbol &symbol) { return address_of(module, symbol); }
  static bool is_thread_local(const Symbol &symbol) { return symbol.type() == STT_TLS; }
  static const Module *main_program();
  static const Module *unexported();
  static uint64_t file_version(const Module &) { return no_version; }
  static const char *unusable(const Module &module);
  static bool needs(const Module &module, const Module &other) { return elf::needs(module, other); }

  static void *given(const char *runtime);
  static bool is_handle(void *handle, const Module &module) {
    return static_cast<link_map *>(handle)->l_ld == module.dynamic;
  }
  static const char *overriding(const char *variable);
  static bool is_here(const char *library);
  static void *load(const char *library);
  static void unload(void *handle) { dlclose(handle); }
  static const char *load_error() { return dlerror(); }
  static void *hold(const Module &module) { return hold_with(module, 0); }
  /// As hold; `flags` are RTLD_GLOBAL and RTLD_NODELETE.
  static void *hold_with(const Module &module, int flags);

  /// Sets each import whose definition is where it was when the plugin was linked. None where the provider is
  /// another build.
  static void follow_hints(RecordView record, const record::Runtime &runtime,
                           const Provider<Process> &provider);
  static bool is_set(const record::Import &import);
  static const char *name_of(const record::Import &import);
  /// 0: leave its slots alone; they are null until they are written.
  static void set(const record::Import &import, Address address) { set(import.symbol, address); }
  static void set(uint32_t symbol, Address address);
  /// What was set for this symbol, or 0.
  static Address address_for(uint32_t symbol);
};

} // namespace weakrt::elf
