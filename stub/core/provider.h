// Finding the provider of one runtime: the rules of binding, in their order.
//
// Nothing here calls the system. `Process` is what the process looks like; a
// platform gives the real one (stub/elf/process.h), a test a made-up one:
//
//   Module, Symbol             types
//   for_each_module(visit, data)  calls visit(module, data) for each, the main program
//                              first, and so that none goes away meanwhile: so nothing may
//                              be called or loaded from inside
//   remember(m)                const Module *: the same, for after the visit
//   is_main_program(m)         in a namespace that dlmopen made, nobody is
//   label(m)                   its path, for people
//   find(m, Wanted)            const Symbol *: the definition in this module, or what forwards to one
//   is_own(m, symbol)          whether it is a definition: a facade, which forwards to the runtime, is not it
//   find_canonical(m, Wanted)  also an undefined function by which all know it
//   address(m, symbol)         where it is; calls an IFUNC's resolver
//   unexported()               the main program with what it does not export, or nullptr;
//                              called once
//   file_version(m)            what its file says its version is, or no_version
//   unusable(m)                why that cannot be bound to, or nullptr
//   needs(m, other)            whether m names the other as a library it needs
//   given(runtime)             what the host says the provider is: a handle, or nullptr
//   is_handle(handle, m)       whether it is this module's
//   overriding(variable)       the user's word on what to load, or nullptr
//   is_here(library)           it would be found in the current directory
//   load(library), unload(handle), load_error()
//   hold(m)                    a reference; its pending constructors have run then
//
// All are static: there is one process.
#pragma once

#include "stub/core/choose.h"
#include "stub/core/more_ways.h"
#include "stub/core/parts.h"
#include "stub/core/record_view.h"
#include "stub/core/story.h"
#include "stub/core/version.h"
#include "stub/include/weakrt/weakrt.h"

namespace weakrt {

/// What to look for.
struct Wanted {
  const char *name;
  /// GNU hash of the name.
  uint32_t hash;
  /// The symbol version, which must be met exactly where the module defines
  /// versions; nullptr for the one that a file without versions meant: the first.
  const char *version = nullptr;
};

/// More modules than this with one runtime in one process: the rest is ignored.
inline constexpr uint32_t max_candidates = 16;
/// Of a library that an environment variable tells; what is longer is cut, and not found.
inline constexpr size_t max_path = 4096;
/// The provider and its companions.
inline constexpr uint32_t max_parts = 1 + record::max_companions;

/// The modules that supply a runtime, and what is known of them.
template <class Process> struct Provider {
  /// The provider and, behind it, its companions; each held by a reference.
  const typename Process::Module *parts[max_parts];
  uint32_t count;
  weakrt_ownership ownership;
  /// Whoever was chosen: nothing of another copy may be mixed in.
  bool main_program_has_it;
  /// Before the search: where nobody has it, nothing is loaded before the first call. After it: so it
  /// is.
  bool waits;
  /// What it says its version is; "" where it was not asked.
  char version[32];
  void *handles[max_parts];
};

/// Lets go of a provider: a hosted one may be unloaded again.
template <class Process> void release(Provider<Process> &provider) {
  while (provider.count)
    Process::unload(provider.handles[--provider.count]);
  provider.ownership = WEAKRT_ABSENT;
}

template <class Process> class ProviderSearch {
  using Module = typename Process::Module;
  using Symbol = typename Process::Symbol;

public:
  /// The result is in `provider`, the reasons are in `story`.
  ProviderSearch(RecordView record, const record::Runtime &runtime, Provider<Process> &provider, Story &story)
      : record(record), runtime(runtime), provider(provider), story(story) {}

  /// Rule 2: finds the runtime in the process or loads it, checks its version, and holds
  /// on to it. `given` is a provider that the host named, or nullptr. False where
  /// that fails; nothing is held then. `suggested` is a provider that is taken where it is this runtime.
  [[gnu::noinline]] bool run(void *given, void *suggested = nullptr) {
    bool may_wait = binds_calls && provider.waits;
    if (binds_calls)
      provider.waits = false;
    if (!given)
      given = Process::given(record.text(runtime.name));
    collect(runtime.identify, nullptr);
    if (!look_inside_main_program(given))
      return false;
    provider.ownership = WEAKRT_HOSTED;
    if (given)
      return take_given(given);
    if (binds_calls && suggested) {
      if (const Module *module = find_handle(suggested))
        return accept(*module, "given by the plugin's hook");
      story.tell("\n  what the plugin's hook gave is not it, it does not export all that identifies it");
    }
    if (count)
      return take(false) ||
             story.tell("\n  nothing is loaded beside what is there: the host or the plugin must change");
    story.tell("\n  no module of this process has all of:");
    for (const record::Symbol &symbol : record.each<record::Symbol>(runtime.identify))
      story.tell(" %", record.text(symbol.name));
    if (binds_calls && may_wait) {
      provider.waits = true;
      return story.tell("\n  the first call binds it");
    }
    return load();
  }

private:
  RecordView record;
  const record::Runtime &runtime;
  Provider<Process> &provider;
  Story &story;

  /// Who has what was looked for last.
  uint32_t count;
  const record::List *wanted;
  Candidate facts[max_candidates];
  const Module *found[max_candidates];

  const Symbol *find(const Module &module, const record::Symbol &symbol) {
    const Symbol *found = Process::find(module, {record.text(symbol.name), symbol.hash});
    return found && Process::is_own(module, *found) ? found : nullptr;
  }

  // Rule 1: by what it has, not by what it is called.
  bool has_all(const Module &module, const record::List &identify) {
    for (const record::Symbol &symbol : record.each<record::Symbol>(identify))
      if (!find(module, symbol))
        return false;
    return true;
  }

  // Held before it is looked into again: another thread may be about to unload it. That
  // also runs constructors that are still pending.
  bool is_live(const Module &module) {
    void *handle = runtime.initialised.name ? Process::hold(module) : nullptr;
    if (!handle)
      return false;
    const Symbol *symbol = find(module, runtime.initialised);
    bool live = symbol && reinterpret_cast<int (*)()>(Process::address(module, *symbol))() != 0;
    Process::unload(handle);
    return live;
  }

  // Who has all of these. A runtime is looked for where `user` is null, else a companion
  // of it, which is live where it is the one that `user` was linked to.
  void collect(const record::List &identify, const Module *user) {
    count = 0;
    wanted = &identify;
    Process::for_each_module(
        [](const Module &module, void *data) {
          auto &search = *static_cast<ProviderSearch *>(data);
          bool has = search.has_all(module, *search.wanted);
          search.story.show(topic_modules, "\n  %%", Process::label(module), has ? ": has it" : nullptr);
          if (has && search.count < max_candidates)
            search.found[search.count++] = Process::remember(module);
        },
        this);
    for (uint32_t i = 0; i < count; ++i)
      weigh(i, finds_companions && user ? Process::needs(*user, *found[i]) : is_live(*found[i]));
  }

  void weigh(uint32_t i, bool live) {
    facts[i] = {Process::is_main_program(*found[i]), live};
    provider.main_program_has_it |= facts[i].main_program && wanted == &runtime.identify;
    if (count > 1)
      story.tell("\n  %: has it%", Process::label(*found[i]), live ? ", initialised" : nullptr);
  }

  // Rule 1, its second half: a program that has the runtime inside but does not
  // export it. Its file is read for that, but not where the program exports it, or where
  // somebody has it and nobody can be asked, unless the host gave one. False: it alone has
  // it, and cannot be used.
  [[gnu::always_inline]] bool look_inside_main_program(void *given) {
    bool certain = count && (facts[0].main_program || (!given && !runtime.initialised.name));
    const Module *inside = certain ? nullptr : Process::unexported();
    if (!inside || !has_all(*inside, runtime.identify))
      return true;
    if (const char *why = Process::unusable(*inside)) {
      story.tell("\n  the main program has it inside and does not export it, and %: link it with -rdynamic, "
                 "or with -Wl,--build-id",
                 why);
      return count || given;
    }
    if (count < max_candidates) {
      found[count++] = inside;
      weigh(count - 1, is_live(*inside));
    }
    return true;
  }

  // Rule 4. Where another thread has loaded one for another plugin while we did, the first
  // of them is everybody's; ours is let go of.
  [[gnu::always_inline]] bool take(bool first_of_equals) {
    Choice choice = choose(facts, count);
    if (first_of_equals && choice.index == no_choice)
      choice = {0, "the first that was loaded"};
    if (choice.index == no_choice)
      return story.tell("\n  %", choice.reason);
    return accept(*found[choice.index], choice.reason);
  }

  [[gnu::always_inline]] bool tell_not_it(const char *label) {
    return story.tell("\n  %: is not it, it does not export all that identifies it", label);
  }

  const Module *find_handle(void *handle) {
    for (uint32_t i = 0; i < count; ++i)
      if (Process::is_handle(handle, *found[i]))
        return found[i];
    return nullptr;
  }

  bool take_given(void *handle) {
    if (const Module *module = find_handle(handle))
      return accept(*module, "given by the host");
    return story.tell("\n  what the host gave is not it, it does not export all that identifies it");
  }

  // Held before anything in it is called: that runs constructors still pending.
  bool add_part(const Module &module) {
    void *handle = provider.count < max_parts ? Process::hold(module) : nullptr;
    if (!handle)
      return false;
    provider.handles[provider.count] = handle;
    provider.parts[provider.count++] = &module;
    return true;
  }

  bool accept(const Module &module, const char *reason) {
    const char *label = Process::label(module);
    // Another thread has unloaded it, or, with musl, its file is gone.
    if (!add_part(module))
      return story.tell("\n  %: cannot be held: %", label, Process::load_error());
    story.tell("\n  %: chosen, %", label, reason);
    if (version_fits(module, label) && (!finds_companions || find_companions(module, label)))
      return true;
    release(provider);
    return false;
  }

  // Rule 5: a version that does not fit is the end of it.
  bool version_fits(const Module &module, const char *label) {
    uint64_t version = ask_version(module);
    *provider.version = 0;
    Text told(provider.version, sizeof provider.version);
    if (version != no_version)
      for (int shift = 32; shift >= 0; shift -= 16) {
        if (shift != 32)
          told.put('.');
        // In two steps, for a target without a shift of 64 bits.
        told.add_number(
            (shift == 32 ? static_cast<uint32_t>(version >> 32) : static_cast<uint32_t>(version)) >>
                (shift & 31) &
            0xffff);
      }
    Each<record::VersionInterval> range = record.each<record::VersionInterval>(runtime.range);
    if (in_range(version, range.first, runtime.range.count))
      return true;
    story.tell("\n  %: refused, it is version %", label,
               version == no_version ? "unknown" : provider.version);
    return story.tell(", wanted %", record.text(runtime.range_text));
  }

  uint64_t ask_version(const Module &module) {
    uint64_t version = no_version;
    for (const record::VersionQuery &query : record.each<record::VersionQuery>(runtime.version)) {
      if (reads_file_versions && query.kind == record::VersionQuery::file && version == no_version)
        version = Process::file_version(module);
      if (query.kind == record::VersionQuery::file)
        continue;
      const Symbol *symbol = version == no_version ? find(module, query.symbol) : nullptr;
      if (!symbol)
        continue;
      uintptr_t address = Process::address(module, *symbol);
      if (knows_more_ways && query.kind > record::VersionQuery::file) {
        version = ask_in_more_ways(
            query.kind, {address, address_of(module, query.minor), address_of(module, query.patch)});
        continue;
      }
      if (query.kind == record::VersionQuery::packed) {
        version = unpack_version(*reinterpret_cast<const uint32_t *>(address));
        continue;
      }
      if (query.kind == record::VersionQuery::text_function)
        address = reinterpret_cast<uintptr_t (*)()>(address)();
      else if (query.kind == record::VersionQuery::text_pointer)
        address = *reinterpret_cast<const uintptr_t *>(address);
      if (address)
        version = parse_version(reinterpret_cast<const char *>(address));
    }
    return version;
  }

  // 0 where there is none, or it has no such symbol.
  uintptr_t address_of(const Module &module, const record::Symbol &symbol) {
    const Symbol *found = symbol.name ? find(module, symbol) : nullptr;
    return found ? Process::address(module, *found) : 0;
  }

  // A companion is the provider itself where that has its symbols: a node with
  // libuv inside. Else it is a module of its own: the one that the provider
  // needs by name, else the only one.
  bool find_companions(const Module &user, const char *label) {
    for (const record::Companion &companion : record.each<record::Companion>(runtime.companions)) {
      if (has_all(user, companion.identify))
        continue;
      collect(companion.identify, &user);
      Choice choice = choose(facts, count);
      if (choice.index == no_choice || !add_part(*found[choice.index]))
        return story.tell("\n  %: refused, it has no %, and no other module is clearly it", label,
                          record.text(companion.name));
    }
    return true;
  }

  // The variable's value and what is behind its name; false where it has none.
  bool put_variable(const char *library, char (&path)[max_path]) {
    char variable[64];
    const char *rest = take_variable(library, variable, sizeof variable);
    const char *value = Process::overriding(variable);
    *path = 0;
    Text(path, sizeof path).add("%%", value, rest);
    return value;
  }

  enum Loaded { taken, next, stop };

  // One that does not fit is unloaded before the next is tried, so there is never
  // a second copy. Some libraries cannot be unloaded; then no other is tried.
  Loaded load(const char *name) {
    if (Process::is_here(name)) {
      story.tell("\n  %: not loaded, it is in the current directory: name it by its path", name);
      return next;
    }
    void *loaded = Process::load(name);
    if (!loaded) {
      story.tell("\n  %: cannot be loaded: %", name, Process::load_error());
      return next;
    }
    collect(runtime.identify, nullptr);
    provider.ownership = WEAKRT_OWNED;
    bool good = count ? take(true) : tell_not_it(name);
    Process::unload(loaded);
    if (good)
      return taken;
    collect(runtime.identify, nullptr);
    if (!count)
      return next;
    story.tell("\n  %: stays loaded, so no other is tried", name);
    return stop;
  }

  bool load() {
    if (runtime.flags & record::Runtime::never_load)
      return story.tell(
          "\n  nothing is loaded, the manifest says load = \"never\": load it, then call weakrt_bind");
    const char *variable = record.text(runtime.load_from);
    if (const char *name = Process::overriding(variable)) {
      story.tell("\n  % names what to load, and nothing else is tried", variable);
      return load(name) == taken;
    }
    for (record::Text text : record.each<record::Text>(runtime.load)) {
      const char *name = record.text(text);
      if (knows_more_ways && has_variable(name)) {
        static char path[max_path];
        if (!put_variable(name, path)) {
          story.tell("\n  %: not tried, the variable is not set, or not listened to", name);
          continue;
        }
        name = path;
      }
      if (Loaded result = load(name); result != next)
        return result == taken;
    }
    return story.tell("\n  no library can be loaded: install one, or name one with %", variable);
  }
};

} // namespace weakrt
