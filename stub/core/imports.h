// Where the imports of a plugin are, once it is known who provides them.
//
// `Process` is as in provider.h, and has besides:
//
//   main_program()             const Module *, or nullptr where it cannot be seen
//   name_of(import)            the symbol's name, from the plugin's own table
//   set(import, address)       remembers it; writing comes later, and together
#pragma once

#include "stub/core/provider.h"

namespace weakrt {

/// Rule 3 with its exception: an identity that the main program has made its own
/// (copied data, the address of a PLT entry) is the one that everybody must use.
/// `where` tells the module; 0 and nullptr where nobody has it.
template <class Process> uintptr_t resolve(const Provider<Process> &provider, const Wanted &wanted,
                                           const typename Process::Module *&where) {
  const typename Process::Symbol *symbol = nullptr;
  where = provider.main_program_has_it ? nullptr : Process::main_program();
  if (where && !Process::is_main_program(*provider.parts[0]))
    symbol = Process::find_canonical(*where, wanted);
  for (uint32_t i = 0; !symbol && i < provider.count; ++i)
    symbol = Process::find(*(where = provider.parts[i]), wanted);
  return symbol ? Process::address(*where, *symbol) : 0;
}

/// Rule 6: all imports are resolved before any slot is written, and all that are
/// missing are told together, at the story's end. Returns where their names start there,
/// nullptr where none is missing.
template <class Process> const char *resolve_imports(RecordView record, const record::Runtime &runtime,
                                                     const Provider<Process> &provider, Story &story) {
  const char *missing = nullptr;
  for (const record::Import &import : record.each<record::Import>(runtime.imports)) {
    const char *name = Process::name_of(import);
    const typename Process::Module *where;
    uintptr_t address = resolve(provider, {name, import.hash, record.optional_text(import.version)}, where);
    Process::set(import, address);
    if (address) {
      story.show(topic_bindings, "\n  %: in %", name, Process::label(*where));
    } else if (!import.optional) {
      story.tell(missing ? ", "
                         : "\n  %: refused, it lacks what the plugin needs (build the plugin against it, or "
                           "make them optional): ",
                 Process::label(*provider.parts[0]));
      if (!missing)
        missing = story.c_str() + story.length();
      story.tell("%", name);
    }
  }
  return missing;
}

} // namespace weakrt
