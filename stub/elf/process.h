// The process as the loader knows it: its modules, holding on to one, loading
// one. What to do with them is decided elsewhere (stub/core, stub/elf/provider).
//
// dl_iterate_phdr, not _r_debug: glibc reports the modules of the caller's own
// namespace, so a plugin that dlmopen loaded sees its own neighbours and never
// binds across (measured: through _r_debug it does).
#pragma once

#include "stub/elf/module.h"

namespace weakrt::elf {

/// Calls `visit` for every module that has dynamic symbols, the main program
/// first. The loader's lock is held meanwhile: `visit` must not load anything.
void for_each_module(void (*visit)(const Module &module, void *data), void *data);

/// The module that contains this address. False where there is none.
bool find_module_of(const void *address, Module &module);

/// The shared library whose ELF header is at this address, where it is known by
/// nothing else. False where there is none, or its program headers were moved.
bool read_module_at(Address base, Module &module);

/// Whether this namespace has the main program: in one that dlmopen made there
/// is none, and glibc crashes on RTLD_GLOBAL.
bool in_base_namespace();

/// Takes a reference on a module, which cannot be unloaded from then on, and
/// runs its constructors if they are still pending. `flags` are RTLD_GLOBAL and
/// RTLD_NODELETE, where they are wanted. nullptr where the module is gone.
void *hold(const Module &module, int flags = 0);

} // namespace weakrt::elf
