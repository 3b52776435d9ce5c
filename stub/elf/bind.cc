#include "stub/elf/bind.h"

#include "stub/elf/lookup.h"
#include "stub/elf/plugin_table.h"
#include "stub/elf/process.h"
#include "stub/elf/provider.h"
#include "stub/elf/slots.h"
#include "stub/elf/trap.h"

// The object file that weakrt adds to the link puts the record here.
extern "C" [[gnu::visibility("hidden")]] const weakrt::record::Header weakrt_record;

namespace weakrt::elf {

namespace {

/// The stories of all runtimes of one plugin share this much.
constexpr size_t story_size = 4096;

struct State {
  bool done = false;
  bool has_modules = false;
  Module self = {};
  Module main_program = {};
  bool has_main_program = false;
  Provider providers[record::max_runtimes];
  const char *stories[record::max_runtimes] = {};
  char text[story_size] = {};
};

// Constant-initialised: it is used before any constructor could have run.
constinit State state;

/// Where each import was found, by symbol index: memory that is used while
/// binding only, so it comes from the kernel and goes back there.
class Values {
public:
  Values(uint32_t first, uint32_t count) : first(first), count(count) {
    void *memory =
        mmap(nullptr, count * sizeof(Value), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    values = memory == reinterpret_cast<void *>(-1) ? nullptr : static_cast<Value *>(memory);
  }
  ~Values() {
    if (values)
      munmap(values, count * sizeof(Value));
  }
  Values(const Values &) = delete;
  Values &operator=(const Values &) = delete;

  struct Value {
    const record::Import *import; ///< nullptr: no import of the runtime in hand
    Address address;              ///< 0: missing
    bool trapped;                 ///< not bound: the addend does not count
  };

  bool ok() const { return values; }
  Value &operator[](uint32_t symbol) { return values[symbol - first]; }
  bool has(uint32_t symbol) const { return symbol - first < count && values[symbol - first].import; }

private:
  uint32_t first;
  uint32_t count;
  Value *values;
};

} // namespace

RecordView plugin_record() {
  return RecordView(&weakrt_record);
}
Address plugin_address(Address link_time) {
  return reinterpret_cast<Address>(&weakrt_record) - weakrt_record.self + link_time;
}

// False where the loader does not list its modules: glibc's in a program that is
// linked statically. The plugin itself is known all the same.
static bool find_modules() {
  for_each_module(
      [](const Module &module, void *) {
        if (module.is_main_program()) {
          state.main_program = module;
          state.has_main_program = true;
        }
      },
      nullptr);
  if (find_module_of(&weakrt_record, state.self))
    return true;
  read_module_at(plugin_address(0), state.self);
  return false;
}

// Rule 3 with its exception: an identity that the main program has made its own
// (copied data, the address of a PLT entry) is the one that everybody must use.
static Address resolve(const Provider &provider, const Wanted &wanted) {
  if (state.has_main_program && !provider.beside_main_program && !provider.module.is_main_program())
    if (const Symbol *symbol = find_canonical(state.main_program, wanted))
      return address_of(state.main_program, *symbol);
  if (const Symbol *symbol = find_definition(provider.module, wanted))
    return address_of(provider.module, *symbol);
  for (uint32_t i = 0; i < provider.companion_count; ++i)
    if (const Symbol *symbol = find_definition(provider.companions[i], wanted))
      return address_of(provider.companions[i], *symbol);
  return 0;
}

// Rule 6: all imports are resolved before any slot is written, and all that are
// missing are told together.
static bool resolve_all(const RecordView &record, uint32_t runtime, const Provider &provider, Values &values,
                        Text &story) {
  uint32_t missing = 0;
  for (const record::Import &import : each<record::Import>(record, record->imports)) {
    if (import.runtime != runtime)
      continue;
    const char *name = state.self.strings + state.self.symbols[import.symbol].name;
    Address address = resolve(provider, {name, import.hash, record.text(import.version)});
    values[import.symbol] = {&import, address, false};
    if (address || import.optional)
      continue;
    story << (missing++ ? ", " : "  missing there: ") << name;
  }
  if (missing)
    story << "\n";
  return missing == 0;
}

static bool write_slots(Values &values, Text &story) {
  Unsealed unsealed(state.self);
  if (!unsealed.ok()) {
    story << "  the plugin's pages cannot be made writable\n";
    return false;
  }
  for_each_slot(state.self, [&](uint32_t symbol, Address *slot, int64_t addend) {
    if (values.has(symbol)) {
      const Values::Value &value = values[symbol];
      *slot = value.address;
      if (value.address && !value.trapped)
        *slot += static_cast<Address>(addend);
    }
  });
  return true;
}

// Rule 7: a call of an unbound function tells the story; an unbound datum is in
// a page that cannot be read. Optional imports are null.
static void set_traps(const RecordView &record, uint32_t runtime, Values &values) {
  for (const record::Import &import : each<record::Import>(record, record->imports))
    if (import.runtime == runtime)
      values[import.symbol] = {&import, import.optional ? 0 : trap_for(import.kind), true};
  char unused[8];
  Text text(unused, sizeof unused);
  write_slots(values, text);
}

static bool borrows_from(const RecordView &record, uint32_t runtime) {
  for (const record::Import &import : each<record::Import>(record, record->imports))
    if (import.runtime == runtime)
      return true;
  return false;
}

static bool bind_runtime(const RecordView &record, uint32_t index, Values &values, Text &story) {
  const record::Runtime &runtime = *record.runtime(index);
  Provider &provider = state.providers[index];
  if (!borrows_from(record, index)) {
    story << "  the plugin imports nothing of it\n";
    return true;
  }
  if (!state.has_modules) {
    story << "  this program is linked statically, and its loader tells of no modules\n";
    return false;
  }
  if (!find_provider(record, runtime, provider, story))
    return false;
  if (resolve_all(record, index, provider, values, story) && write_slots(values, story)) {
    keep(runtime, provider);
    return true;
  }
  release(provider);
  return false;
}

static void bind_runtimes(const RecordView &record) {
  auto imports = each<record::Import>(record, record->imports);
  uint32_t first = record->imports.count ? imports.first->symbol : 0;
  uint32_t span = record->imports.count ? imports.last[-1].symbol - first + 1 : 1;
  size_t share = record->runtimes.count ? story_size / record->runtimes.count : 0;
  for (uint32_t i = 0; i < record->runtimes.count; ++i) {
    Text story(state.text + i * share, share);
    state.stories[i] = story.c_str();
    story << record.text(record.runtime(i)->name) << " for " << state.self.name << ":\n";
    Values values(first, span);
    if (!values.ok())
      story << "  out of memory\n";
    else if (!bind_runtime(record, i, values, story))
      set_traps(record, i, values);
  }
}

void bind_plugin() {
  RecordView record = plugin_record();
  if (state.done || !(record->flags & record::Header::detached))
    return;
  state.done = true;
  publish_plugin_table();
  state.has_modules = find_modules();
  if (state.self.dynamic)
    bind_runtimes(record);
}

void release_plugin() {
  for (Provider &provider : state.providers)
    release(provider);
  release_traps();
}

void print_stories() {
  for (uint32_t i = 0; i < plugin_record()->runtimes.count; ++i)
    if (state.providers[i].ownership == WEAKRT_ABSENT) {
      const char *story = story_of(i);
      size_t length = 0;
      while (story[length])
        ++length;
      write(2, story, length);
    }
}

const Provider &provider_of(uint32_t runtime) {
  return state.providers[runtime];
}

const char *story_of(uint32_t runtime) {
  return state.stories[runtime] ? state.stories[runtime] : "";
}

} // namespace weakrt::elf
