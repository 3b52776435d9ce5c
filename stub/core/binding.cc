#include "stub/core/binding.h"

#include "stub/core/imports.h"
#include "stub/core/platform.h"
#include "stub/core/strings.h"
#include "stub/core/turn.h"

namespace weakrt {

using platform::Process;

namespace {

/// What became of one runtime.
struct State {
  weakrt_runtime_1 told;
  /// Its modules are known only while it is being bound; the handles stay.
  Provider<Process> provider;
  int (*initialised)();
};

// Constant-initialised: they are used before any constructor could have run.
constinit State states[record::max_runtimes] = {};

} // namespace

static bool bind_to_provider(RecordView record, const record::Runtime &runtime, State &state, void *given,
                             void *suggested, Story &story) {
  Provider<Process> &provider = state.provider;
  if (!ProviderSearch<Process>(record, runtime, provider, story).run(given, suggested))
    return false;
  const char *missing = resolve_imports(record, runtime, provider, story);
  if (missing)
    state.told.missing = missing;
  if (missing || !platform::write_imports(record, runtime, provider, story)) {
    release(provider);
    return false;
  }
  platform::keep(runtime, provider);
  const Process::Module &module = *provider.parts[0];
  platform::describe(static_cast<uint32_t>(&state - states), module, state.told);
  state.told.ownership = provider.ownership;
  if (!runtime.initialised.name)
    return true;
  if (const Process::Symbol *symbol =
          Process::find(module, {record.text(runtime.initialised.name), runtime.initialised.hash}))
    state.initialised = reinterpret_cast<int (*)()>(Process::address(module, *symbol));
  return true;
}

/// Binds one runtime, or tells why not; `given` and `suggested` are as for bind_now.
/// At load its slots get traps where that fails; later they have them.
static void attempt(RecordView record, uint32_t index, void *given, void *suggested, bool at_load) {
  const record::Runtime &runtime = record.runtime(index);
  State &state = states[index];
  state = {};
  if (binds_calls)
    state.provider.waits = at_load && (runtime.flags & record::Runtime::at_call);
  weakrt_runtime_1 &told = state.told;
  told.size = sizeof told;
  told.name = record.text(runtime.name);
  told.provider = told.missing = told.story = "";
  told.version = state.provider.version;
  told.failed = 1;
  platform::Attempt attempt(record);
  if (!attempt.ok())
    return;
  char *buffer = stories[index];
  *buffer = 0;
  told.story = buffer;
  Story story(buffer, story_size);
  bool has_modules = platform::survey();
  story.tell("% for %:", told.name, platform::own_label());
  if (!has_modules)
    story.tell("\n  this program is linked statically, and its loader tells of no modules");
  else
    told.failed = runtime.imports.count && !bind_to_provider(record, runtime, state, given, suggested, story);
  if (told.failed && at_load && platform::has_slots())
    platform::set_traps(record, runtime, story);
  if (binds_calls && state.provider.waits)
    told.failed = 0;
  if (debug_topics)
    write_debug("\n", 1);
}

bool is_refused() {
  RecordView record = platform::plugin_record();
  for (uint32_t i = 0; i < record->runtimes.count; ++i)
    if ((record.runtime(i).flags & record::Runtime::refuse) && states[i].told.failed)
      return true;
  return false;
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
  if (platform::host && platform::host->changed)
    platform::host->changed(&weakrt_own_table, &told);
}

void bind_plugin() {
  RecordView record = platform::plugin_record();
  if (weakrt_own_table.runtime_count || !(record->flags & record::Header::detached))
    return;
  weakrt_own_table.runtime_count = record->runtimes.count;
  platform::prepare(record);
  platform::wait_for_turn();
  for (uint32_t i = 0; i < record->runtimes.count; ++i)
    attempt(record, i, nullptr, nullptr, true);
  Turn::end();
  for (uint32_t i = 0; i < record->runtimes.count; ++i)
    tell_watchers(i);
  platform::run_finalizers_at_exit();
}

int bind_now(const char *name, void *given, void *suggested) {
  RecordView record = platform::plugin_record();
  for (uint32_t i = 0; i < record->runtimes.count; ++i) {
    const weakrt_runtime_1 &told = states[i].told;
    if (strcmp(record.text(record.runtime(i).name), name) != 0)
      continue;
    {
      Turn turn;
      if (!turn.mine || platform::is_others_turn())
        return WEAKRT_BUSY;
      if (told.ownership != WEAKRT_ABSENT)
        return !given ? WEAKRT_DONE : WEAKRT_FAILED;
      attempt(record, i, given, suggested, false);
    }
    tell_watchers(i);
    return told.failed ? WEAKRT_FAILED : WEAKRT_DONE;
  }
  return WEAKRT_UNKNOWN;
}

void release_plugin() {
  for (State &state : states)
    release(state.provider);
  platform::release(platform::plugin_record());
}

void print_call_from_inside(const char *runtime) {
  platform::print("weakrt: a plugin called a function of ");
  platform::print(runtime);
  platform::print(", from inside of what is loaded for the first such call\n");
}

[[gnu::always_inline]] void print_stories() {
  platform::print("weakrt: a plugin called a function of a runtime that it is not bound to\n");
  for (const State &state : states)
    if (state.told.failed) {
      platform::print(state.told.story);
      platform::print("\n");
    }
}

} // namespace weakrt
