// Where the imports of a plugin are, once it is known who provides them.
//
// `Process` is as in provider.h, and has besides:
//
//   main_program()             const Module *, or nullptr where it cannot be seen
//   name_of(import)            the symbol's name, from the plugin's own table
//   is_thread_local(symbol)    whether it is a thread-local variable, which has no address
//   follow_hints(record, runtime, provider)
//                              sets those imports of which the record knows where they are
//   is_set(import)             whether an address was set, other than 0
//   set(import, address)       remembers it; writing comes later, and together
#pragma once

#include "stub/core/parts.h"
#include "stub/core/provider.h"

namespace weakrt {

/// Rule 3 with its exception: an identity that the main program has made its own
/// (copied data, the address of a PLT entry) is the one that everybody must use.
/// `where` tells the module; nullptr where nobody has it.
template <class Process> const typename Process::Symbol *
find_import(const Provider<Process> &provider, const Wanted &wanted, const typename Process::Module *&where) {
  const typename Process::Symbol *symbol = nullptr;
  where = provider.main_program_has_it ? nullptr : Process::main_program();
  if (where && !Process::is_main_program(*provider.parts[0]))
    symbol = Process::find_canonical(*where, wanted);
  for (uint32_t i = 0; !symbol && i < provider.count; ++i)
    symbol = Process::find(*(where = provider.parts[i]), wanted);
  return symbol;
}

/// Rule 6: all imports are resolved before any slot is written, and all that are
/// missing are told together, at the story's end. Returns where their names start there,
/// nullptr where none is missing.
template <class Process> const char *resolve_imports(RecordView record, const record::Runtime &runtime,
                                                     const Provider<Process> &provider, Story &story) {
  const char *missing = nullptr;
  Process::follow_hints(record, runtime, provider);
  for (const record::Import &import : record.each<record::Import>(runtime.imports)) {
    if (Process::is_set(import))
      continue;
    const char *name = Process::name_of(import);
    const typename Process::Module *where;
    const typename Process::Symbol *symbol = find_import(
        provider, {name, import.hash, wants_versions ? record.optional_text(import.version) : nullptr},
        where);
    bool is_thread_local = binds_thread_locals && import.kind == record::Import::thread_local_data;
    uintptr_t address = 0;
    if (symbol && !is_thread_local)
      address = Process::address(*where, *symbol);
    Process::set(import, address);
    if (address || (is_thread_local && symbol && Process::is_thread_local(*symbol))) {
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
