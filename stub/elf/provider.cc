#include "stub/elf/provider.h"

#include "stub/core/choose.h"
#include "stub/core/version.h"
#include "stub/elf/lookup.h"
#include "stub/elf/process.h"

namespace weakrt::elf {

namespace {

/// More modules than this with one runtime in one process: the rest is ignored.
constexpr uint32_t max_candidates = 16;

struct Candidates {
  Candidates(const RecordView &record, record::List identify) : record(record), identify(identify) {}

  const RecordView &record;
  record::List identify;
  uint32_t count = 0;
  Module modules[max_candidates];
};

} // namespace

static const char *label(const Module &module) {
  return module.is_main_program() ? "the main program" : module.name;
}

static const Symbol *find_symbol(const RecordView &record, const Module &module,
                                 const record::Symbol &symbol) {
  return find_definition(module, {record.text(symbol.name), symbol.hash});
}

// Rule 1: by what it has, not by what it is called.
static bool has_all(const RecordView &record, const Module &module, record::List identify) {
  for (const record::Symbol &symbol : each<record::Symbol>(record, identify))
    if (!find_symbol(record, module, symbol))
      return false;
  return true;
}

static void collect(Candidates &candidates) {
  for_each_module(
      [](const Module &module, void *data) {
        auto &candidates = *static_cast<Candidates *>(data);
        if (candidates.count < max_candidates && has_all(candidates.record, module, candidates.identify))
          candidates.modules[candidates.count++] = module;
      },
      &candidates);
}

// Held while it is asked: that runs constructors that are still pending.
static bool is_live(const RecordView &record, const record::Runtime &runtime, const Module &module) {
  const Symbol *symbol =
      runtime.initialised.name ? find_symbol(record, module, runtime.initialised) : nullptr;
  void *handle = symbol ? hold(module) : nullptr;
  if (!handle)
    return false;
  bool live = reinterpret_cast<int (*)()>(address_of(module, *symbol))() != 0;
  dlclose(handle);
  return live;
}

static Choice choose_among(const RecordView &record, const record::Runtime &runtime,
                           const Candidates &candidates) {
  Candidate facts[max_candidates];
  for (uint32_t i = 0; i < candidates.count; ++i) {
    facts[i].main_program = candidates.modules[i].is_main_program();
    // One candidate needs no question, and so calls nothing.
    facts[i].live = candidates.count > 1 && is_live(record, runtime, candidates.modules[i]);
  }
  return choose(facts, candidates.count);
}

static void copy_version(char (&to)[32], const char *from) {
  Text text(to, sizeof to);
  char word[2] = "";
  for (; *from && *from != ' '; ++from) {
    word[0] = *from;
    text << word;
  }
}

// What the provider says its version is; count 0 where it cannot be asked.
static Version ask_version(const RecordView &record, const record::Runtime &runtime, const Module &module,
                           char (&told)[32]) {
  for (const record::VersionQuery &query : each<record::VersionQuery>(record, runtime.version)) {
    const Symbol *symbol = find_symbol(record, module, query.symbol);
    if (!symbol)
      continue;
    Address address = address_of(module, *symbol);
    Version version;
    if (query.kind == record::VersionQuery::packed) {
      version = unpack_version(*reinterpret_cast<const uint32_t *>(address));
      Text(told, sizeof told) << version.parts[0] << "." << version.parts[1] << "." << version.parts[2];
      return version;
    }
    const char *text = reinterpret_cast<const char *>(address);
    if (query.kind == record::VersionQuery::text_function)
      text = reinterpret_cast<const char *(*)()>(address)();
    else if (query.kind == record::VersionQuery::text_pointer)
      text = *reinterpret_cast<const char *const *>(address);
    version = text ? parse_version(text) : Version{};
    if (version.count) {
      copy_version(told, text);
      return version;
    }
  }
  return {};
}

// Rule 5: a version that does not fit is the end of it.
static bool version_fits(const RecordView &record, const record::Runtime &runtime, Provider &provider,
                         Text &story) {
  Version version = ask_version(record, runtime, provider.module, provider.version);
  if (runtime.range.count == 0)
    return true;
  if (version.count == 0) {
    story << "  " << label(provider.module) << ": does not tell its version, wanted "
          << record.text(runtime.range_text) << "\n";
    return false;
  }
  if (in_range(version, record.begin<record::VersionClause>(runtime.range), runtime.range.count))
    return true;
  story << "  " << label(provider.module) << ": is version " << provider.version << ", wanted "
        << record.text(runtime.range_text) << "\n";
  return false;
}

// The module that the provider needs by name, else the only one.
static int choose_companion(const Provider &provider, const Candidates &found) {
  for (uint32_t i = 0; i < found.count; ++i) {
    const char *name = soname(found.modules[i]);
    if (name && needs(provider.module, name))
      return static_cast<int>(i);
  }
  return found.count == 1 ? 0 : -1;
}

// A companion is the provider itself where that has its symbols: a node with libuv
// inside. Else it is a module of its own, and held like the provider.
static bool find_companions(const RecordView &record, const record::Runtime &runtime, Provider &provider,
                            Text &story) {
  for (const record::Companion &companion : each<record::Companion>(record, runtime.companions)) {
    if (has_all(record, provider.module, companion.identify))
      continue;
    Candidates found(record, companion.identify);
    collect(found);
    int chosen = choose_companion(provider, found);
    uint32_t count = provider.companion_count;
    void *handle = chosen >= 0 && count < max_companions ? hold(found.modules[chosen]) : nullptr;
    if (!handle) {
      story << "  " << label(provider.module) << ": has no " << record.text(companion.name)
            << ", and no other module is clearly it\n";
      return false;
    }
    provider.companions[count] = found.modules[chosen];
    provider.companion_handles[count] = handle;
    provider.companion_count = count + 1;
  }
  return true;
}

static void tell_candidates(const Candidates &candidates, Text &story) {
  for (uint32_t i = 0; i < candidates.count; ++i)
    story << "  " << label(candidates.modules[i]) << ": has it\n";
}

// Of the modules that have the runtime, takes the one that the rules choose;
// `loaded` tells whether it is there because we loaded it.
static bool take(const RecordView &record, const record::Runtime &runtime, const Candidates &candidates,
                 bool loaded, Provider &provider, Text &story) {
  Choice choice = choose_among(record, runtime, candidates);
  if (choice.kind != Choice::one) {
    tell_candidates(candidates, story);
    story << "  " << choice.reason << "\n";
    return false;
  }
  provider.module = candidates.modules[choice.index];
  provider.companion_count = 0;
  provider.beside_main_program = false;
  for (uint32_t i = 0; i < candidates.count; ++i)
    if (i != choice.index && candidates.modules[i].is_main_program())
      provider.beside_main_program = true;
  // Held before anything in it is called: that runs constructors still pending.
  provider.handle = hold(provider.module);
  if (!provider.handle) {
    story << "  " << label(provider.module) << ": cannot be held: " << dlerror() << "\n";
    return false;
  }
  if (version_fits(record, runtime, provider, story) && find_companions(record, runtime, provider, story)) {
    story << "  " << label(provider.module) << ": " << (loaded ? "loaded" : "chosen, ")
          << (loaded ? "" : choice.reason) << "\n";
    return true;
  }
  release(provider);
  return false;
}

// Tries the libraries that the manifest names, one after the other. One that does
// not fit is unloaded before the next is tried, so there is never a second copy.
static bool load(const RecordView &record, const record::Runtime &runtime, Provider &provider, Text &story) {
  for (record::Text text : each<record::Text>(record, runtime.load)) {
    const char *name = record.text(text);
    void *loaded = dlopen(name, RTLD_LAZY);
    if (!loaded) {
      story << "  " << name << ": cannot be loaded: " << dlerror() << "\n";
      continue;
    }
    Candidates candidates(record, runtime.identify);
    collect(candidates);
    if (candidates.count == 0)
      story << "  " << name << ": is not it, the identifying symbols are missing\n";
    else if (take(record, runtime, candidates, true, provider, story)) {
      provider.ownership = WEAKRT_OWNED;
      dlclose(loaded);
      return true;
    }
    dlclose(loaded);
    // Some libraries cannot be unloaded; then another would be a second copy.
    candidates.count = 0;
    collect(candidates);
    if (candidates.count) {
      story << "  " << label(candidates.modules[0]) << ": stays loaded, so no other is tried\n";
      return false;
    }
  }
  return false;
}

bool find_provider(const RecordView &record, const record::Runtime &runtime, Provider &provider,
                   Text &story) {
  Candidates candidates(record, runtime.identify);
  collect(candidates);
  if (candidates.count) {
    if (!take(record, runtime, candidates, false, provider, story))
      return false;
    provider.ownership = WEAKRT_HOSTED;
    return true;
  }
  story << "  no module of the process has it\n";
  if (runtime.flags & record::Runtime::never_load) {
    story << "  nothing is loaded: the manifest says load = \"never\"\n";
    return false;
  }
  return load(record, runtime, provider, story);
}

void keep(const record::Runtime &runtime, const Provider &provider) {
  int flags = (runtime.flags & record::Runtime::global) && in_base_namespace() ? RTLD_GLOBAL : 0;
  // Unloading an owned one under its own live threads would kill the process.
  if (provider.ownership == WEAKRT_OWNED)
    flags |= RTLD_NODELETE;
  if (void *handle = flags ? hold(provider.module, flags) : nullptr)
    dlclose(handle);
}

void release(Provider &provider) {
  if (provider.handle)
    dlclose(provider.handle);
  while (provider.companion_count)
    dlclose(provider.companion_handles[--provider.companion_count]);
  provider.handle = nullptr;
  provider.ownership = WEAKRT_ABSENT;
}

} // namespace weakrt::elf
