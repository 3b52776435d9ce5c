#include "stub/elf/bind.h"

#include "stub/core/parts.h"
#include "stub/elf/environment.h"
#include "stub/elf/first_call.h"
#include "stub/elf/plugin.h"
#include "stub/elf/process.h"
#include "stub/elf/queue.h"
#include "stub/elf/slots.h"
#include "stub/elf/thread_locals.h"
#include "stub/elf/trap.h"

namespace weakrt::elf {

namespace {

/// The stories of all runtimes of one plugin share this much; what is not used
/// costs nothing.
constexpr size_t stories_size = 256 << 10;

/// What became of one runtime.
struct State {
  weakrt_runtime_1 told;
  /// Its modules are known only while it is being bound; the handles stay.
  Provider<Process> provider;
  int (*initialised)();
};

// Constant-initialised: they are used before any constructor could have run.
constinit State states[record::max_runtimes] = {};
/// Whose slots hold traps; asked only where that matters.
[[maybe_unused]] bool trapped[record::max_runtimes];
char *stories;

} // namespace

static bool write_slots(RecordView record, const record::Runtime &runtime, Story &story) {
  Unsealed unsealed(self);
  if (!unsealed.ok())
    return story.tell("\n  the plugin's pages cannot be made writable");
  for_each_slot(self, [](const Relocation &relocation, Address *slot) {
    if (Address address = Process::address_for(relocation.symbol()))
      *slot = address + addend_of(relocation, slot);
  });
  if (binds_thread_locals)
    write_thread_locals(record, runtime);
  return true;
}

static Address trap_of(RecordView record, const record::Import &import) {
  if (import.optional || (binds_thread_locals && import.kind == record::Import::thread_local_data))
    return 0;
  if (import.kind != record::Import::data && binds_at_call(record.runtime(import.runtime)))
    return thunk_for(record, import);
  return trap_for(import.kind);
}

// Where a slot holds its addend, a late binding finds the sum of that and the trap: what is added then is
// the way from there to the function. `sign` 1 takes the traps off the addresses, -1 puts them back.
[[maybe_unused]] static void subtract_traps(RecordView record, const record::Runtime &runtime, int sign) {
  for (const record::Import &import : record.each<record::Import>(runtime.imports))
    if (Address address = Process::address_for(import.symbol))
      Process::set(import, address - static_cast<Address>(sign) * trap_of(record, import));
}

// Rule 7: a call of an unbound function tells the story; an unbound datum is in
// a page that cannot be read. Optional imports stay null.
static void set_traps(RecordView record, const record::Runtime &runtime, Story &story) {
  for (const record::Import &import : record.each<record::Import>(runtime.imports))
    Process::set(import, trap_of(record, import));
  if (binds_thread_locals)
    trap_thread_locals(record, runtime);
  write_slots(record, runtime, story);
}

// Makes of a provider that is bound what must not be made of one that is not:
// global where the manifest says so, and never unloaded where it is owned:
// unloading it under its own live threads would kill the process.
static void keep(const record::Runtime &runtime, const Provider<Process> &provider) {
  int flags = (runtime.flags & record::Runtime::global) && Process::main_program() ? RTLD_GLOBAL : 0;
  if (provider.ownership == WEAKRT_OWNED)
    flags |= RTLD_NODELETE;
  if (void *handle = flags ? Process::hold_with(*provider.parts[0], flags) : nullptr)
    dlclose(handle);
}

static bool bind_to_provider(RecordView record, const record::Runtime &runtime, State &state, void *given,
                             Story &story) {
  Provider<Process> &provider = state.provider;
  if (!ProviderSearch<Process>(record, runtime, provider, story).run(given))
    return false;
  const char *missing = resolve_imports(record, runtime, provider, story);
  bool holds_traps = addend_is_in_slot && trapped[&state - states];
  if (holds_traps)
    subtract_traps(record, runtime, 1);
  if (missing)
    state.told.missing = missing;
  if (missing || (binds_thread_locals && !find_thread_locals(record, runtime, provider, story)) ||
      !write_slots(record, runtime, story)) {
    release(provider);
    return false;
  }
  // A process that is forked from now on must not take these for traps.
  if constexpr (addend_is_in_slot)
    trapped[&state - states] = false;
  if (binds_calls) {
    if (holds_traps)
      subtract_traps(record, runtime, -1);
    open_thunks(record, runtime);
  }
  keep(runtime, provider);
  const Module &module = *provider.parts[0];
  Bytes id = build_id(module);
  state.told.build_id = id.data;
  state.told.build_id_size = id.size;
  state.told.provider = module.name;
  state.told.ownership = provider.ownership;
  if (!runtime.initialised.name)
    return true;
  if (const Symbol *symbol =
          find_definition(module, {record.text(runtime.initialised.name), runtime.initialised.hash}))
    state.initialised = reinterpret_cast<int (*)()>(address_of(module, *symbol));
  return true;
}

/// Binds one runtime, or tells why not; `given` is the provider that somebody named.
/// At load its slots get traps where that fails; later they have them.
static void attempt(RecordView record, uint32_t index, void *given, bool at_load) {
  const record::Runtime &runtime = record.runtime(index);
  State &state = states[index];
  state = {};
  if (binds_calls)
    state.provider.waits = at_load && binds_at_call(runtime);
  weakrt_runtime_1 &told = state.told;
  told.size = sizeof told;
  told.name = record.text(runtime.name);
  told.provider = told.missing = told.story = "";
  told.version = state.provider.version;
  told.failed = 1;
  Scratch scratch(record->first_symbol, record->symbol_span);
  if (!stories || !scratch.ok())
    return;
  char *buffer = stories + index * (stories_size / record::max_runtimes);
  *buffer = 0;
  told.story = buffer;
  Story story(buffer, stories_size / record::max_runtimes);
  bool has_modules = survey();
  if (!has_modules)
    read_self();
  story.tell("% for %:", told.name, self.label);
  if (!has_modules)
    story.tell("\n  this program is linked statically, and its loader tells of no modules");
  else
    told.failed = runtime.imports.count && !bind_to_provider(record, runtime, state, given, story);
  if (told.failed && at_load && self.dynamic) {
    set_traps(record, runtime, story);
    if constexpr (addend_is_in_slot)
      trapped[index] = true;
  }
  if (binds_calls && state.provider.waits)
    told.failed = 0;
  if (debug_topics)
    write_debug("\n", 1);
}

const weakrt_runtime_1 &ask(uint32_t index) {
  State &state = states[index];
  state.told.initialised = state.initialised ? state.initialised() != 0 : state.told.ownership ? -1 : 0;
  return state.told;
}

static void tell_watchers(uint32_t index) {
  const weakrt_runtime_1 &told = ask(index);
  if (weakrt_own_table.changed)
    weakrt_own_table.changed(weakrt_own_table.data, &told);
  if (host && host->changed)
    host->changed(&weakrt_own_table, &told);
}

void bind_plugin() {
  RecordView record = plugin_record();
  if (weakrt_own_table.runtime_count || !(record->flags & record::Header::detached))
    return;
  weakrt_own_table.runtime_count = record->runtimes.count;
  stories = static_cast<char *>(map_memory(stories_size, PROT_READ | PROT_WRITE));
  read_debug_topics();
  if (binds_calls)
    prepare_thunks(record);
  if (binds_in_turn)
    wait_for_turn();
  else
    weakrt_own_table.binding = getpid();
  for (uint32_t i = 0; i < record->runtimes.count; ++i)
    attempt(record, i, nullptr, true);
  Turn::end();
  for (uint32_t i = 0; i < record->runtimes.count; ++i)
    tell_watchers(i);
  run_finalizers_at_exit();
}

int bind_now(const char *name, void *given) {
  RecordView record = plugin_record();
  for (uint32_t i = 0; i < record->runtimes.count; ++i) {
    const weakrt_runtime_1 &told = states[i].told;
    if (strcmp(record.text(record.runtime(i).name), name) != 0)
      continue;
    {
      Turn turn;
      if (!turn.mine || (binds_in_turn && is_others_turn()))
        return WEAKRT_BUSY;
      if (told.ownership != WEAKRT_ABSENT)
        return !given ? WEAKRT_DONE : WEAKRT_FAILED;
      attempt(record, i, given, false);
    }
    tell_watchers(i);
    return told.failed ? WEAKRT_FAILED : WEAKRT_DONE;
  }
  return WEAKRT_UNKNOWN;
}

void release_plugin() {
  for (State &state : states)
    release(state.provider);
  release_traps();
  if (binds_calls)
    release_thunks(plugin_record());
  if (binds_thread_locals)
    release_thread_locals(plugin_record());
  if (stories)
    munmap(stories, stories_size);
}

void print(const char *text) {
  write(2, text, strlen(text));
}

[[gnu::always_inline]] void print_stories() {
  print("weakrt: a plugin called a function of a runtime that it is not bound to\n");
  for (const State &state : states)
    if (state.told.failed) {
      print(state.told.story);
      print("\n");
    }
}

} // namespace weakrt::elf
