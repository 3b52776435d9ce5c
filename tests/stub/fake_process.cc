#include "fake_process.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <memory>
#include <stdexcept>
#include <utility>

namespace fake {

using weakrt::Each;
using weakrt::Wanted;
using Kind = weakrt::record::VersionQuery;

Image Image::foo(const std::string &text) const {
  Image more = exporting({"foo_init", "foo_add"});
  more.version = text;
  if (!text.empty())
    more = more.exporting(Export{"foo_version", Export::says_version});
  return more.exporting(Export{"foo_is_live", Export::says_live});
}
Image Image::exporting(const std::vector<std::string> &names) const {
  Image more = *this;
  for (const std::string &one : names)
    more.exports.push_back({one});
  return more;
}
Image Image::exporting(const Export &one) const {
  Image more = *this;
  more.exports.push_back(one);
  return more;
}
Image Image::live() const {
  Image more = *this;
  more.is_live = true;
  return more;
}
Image Image::unholdable() const {
  Image more = *this;
  more.holdable = false;
  return more;
}
Image Image::staying() const {
  Image more = *this;
  more.stays = true;
  return more;
}
Image Image::needing(const std::string &other) const {
  Image more = *this;
  more.needed.push_back(other);
  return more;
}
Image Image::bringing(const Image &other) const {
  Image more = *this;
  more.with.push_back(other);
  return more;
}
bool Image::has(const std::vector<std::string> &names) const {
  return std::ranges::all_of(names, [&](const std::string &wanted) {
    return std::ranges::any_of(
        exports, [&](const Export &one) { return one.name == wanted && !one.undefined && !one.forwards; });
  });
}
Image program() {
  return {};
}
Image library(const std::string &name) {
  Image made;
  made.name = name;
  return made;
}

namespace {

/// An image in the process. Kept when it leaves, to see who still uses it.
struct Mapped {
  Image image;
  std::string label;
  Mapped *leader; ///< comes and goes with this one; itself where it is the one
  bool loaded_here;
  bool present = true;
  int references = 1; ///< of others
  int held = 0;       ///< handles that the stub has
  const char *version_text = nullptr;
  uint32_t version_packed = 0;
};

struct Module {
  Mapped *mapped;
};

struct Handle {
  Mapped *mapped;
  bool by_load;
  bool open = true;
};

struct State {
  const World &world;
  const RuntimeSpec &runtime;
  std::deque<Mapped> mapped{};
  std::deque<Module> remembered{};
  bool visiting = false; ///< the loader's lock is held
  std::unique_ptr<Mapped> inside{};
  Module inside_module{};
  std::deque<Handle> handles{};
  std::vector<Mapped *> entries{}; ///< whose function number i is
  std::vector<std::string> log{};
  std::vector<std::pair<uint32_t, uintptr_t>> addresses{};
  std::string error{};
  Outcome outcome{};

  void problem(const std::string &what) { outcome.problems.push_back(what); }
  Mapped &use(const Module &module) {
    if (!module.mapped->present)
      problem(module.mapped->label + " used after it has gone");
    return *module.mapped;
  }
  Mapped *find(const std::string &name) {
    for (Mapped &one : mapped)
      if (one.present && one.image.name == name)
        return &one;
    return nullptr;
  }
  Mapped &add(const Image &image, bool loaded_here);
  void enter(Mapped &one);
  void *open(Mapped &one, bool by_load) {
    if (visiting)
      problem(one.label + " taken hold of under the loader's lock");
    ++one.held;
    return &handles.emplace_back(Handle{&one, by_load});
  }
  void leave_if_unused(Mapped &leader);
};

State *state;

// The functions of the modules. The stub calls them without an argument, so each is one of its own.
Mapped &called(size_t entry, const char *question) {
  Mapped &one = *state->entries.at(entry);
  state->log.push_back(question + one.label);
  if (!one.held)
    state->problem(one.label + " called and not held");
  return one;
}
template <size_t entry> int says_live() {
  return called(entry, "live? ").image.is_live;
}
template <size_t entry> uintptr_t says_version() {
  return reinterpret_cast<uintptr_t>(called(entry, "version? ").version_text);
}
struct Entry {
  int (*live)();
  uintptr_t (*version)();
};
template <size_t... entry> constexpr auto make_entries(std::index_sequence<entry...>) {
  return std::array{Entry{says_live<entry>, says_version<entry>}...};
}
constexpr auto functions = make_entries(std::make_index_sequence<128>());

void State::enter(Mapped &one) {
  one.label = one.image.name.empty() ? "the main program" : one.image.name;
  one.version_text = one.image.version == "null" ? nullptr : one.image.version.c_str();
  unsigned major = 0, minor = 0, patch = 0;
  if (std::sscanf(one.image.version.c_str(), "%u.%u.%u", &major, &minor, &patch) > 0)
    one.version_packed = major << 24 | minor << 16 | patch << 8 | 0xf0;
  for (Export &exported : one.image.exports) {
    exported.address = reinterpret_cast<uintptr_t>(&exported);
    if (exported.kind == Export::plain)
      continue;
    if (entries.size() == functions.size())
      throw std::length_error("more functions than the fake process has");
    const Entry &entry = functions.at(entries.size());
    entries.push_back(&one);
    if (exported.kind == Export::says_live)
      exported.address = reinterpret_cast<uintptr_t>(entry.live);
    else if (one.image.version_kind == Kind::text_function)
      exported.address = reinterpret_cast<uintptr_t>(entry.version);
    else if (one.image.version_kind == Kind::text)
      exported.address = reinterpret_cast<uintptr_t>(one.version_text);
    else if (one.image.version_kind == Kind::text_pointer)
      exported.address = reinterpret_cast<uintptr_t>(&one.version_text);
    else
      exported.address = reinterpret_cast<uintptr_t>(&one.version_packed);
  }
}

Mapped &State::add(const Image &image, bool loaded_here) {
  Mapped &leader = mapped.emplace_back(Mapped{image, {}, nullptr, loaded_here});
  leader.leader = &leader;
  leader.references = loaded_here ? 0 : 1;
  enter(leader);
  for (const Image &other : image.with) {
    Mapped &one = mapped.emplace_back(Mapped{other, {}, &leader, loaded_here});
    one.references = 0;
    enter(one);
  }
  return leader;
}

void State::leave_if_unused(Mapped &leader) {
  auto of_it = [&](const Mapped &one) { return one.leader == &leader; };
  if (std::ranges::any_of(mapped, [&](const Mapped &one) {
        return of_it(one) && (one.references || one.held || one.image.stays);
      }))
    return;
  for (Mapped &one : mapped)
    if (of_it(one))
      one.present = false;
}

/// See provider.h and imports.h.
struct Process {
  using Module = fake::Module;
  using Symbol = Export;

  static void for_each_module(void (*visit)(const Module &, void *), void *data) {
    state->visiting = true;
    for (Mapped &one : state->mapped)
      if (one.present)
        visit({&one}, data);
    state->visiting = false;
  }
  static const Module *remember(const Module &module) { return &state->remembered.emplace_back(module); }
  static bool is_main_program(const Module &module) { return state->use(module).image.name.empty(); }
  static const char *label(const Module &module) { return state->use(module).label.c_str(); }
  static const Export *look(const Module &module, const Wanted &wanted, bool undefined) {
    if (wanted.hash != weakrt::record::gnu_hash(wanted.name))
      state->problem(std::string(wanted.name) + " looked for with another name's hash");
    for (const Export &one : state->use(module).image.exports)
      if (one.name == wanted.name && (undefined || !one.undefined) &&
          (!wanted.version || one.symbol_version.empty() || one.symbol_version == wanted.version))
        return &one;
    return nullptr;
  }
  static const Export *find(const Module &module, const Wanted &wanted) {
    return look(module, wanted, false);
  }
  static bool is_own(const Module &, const Export &symbol) { return !symbol.forwards; }
  static const Export *find_canonical(const Module &module, const Wanted &wanted) {
    return look(module, wanted, true);
  }
  // Could be the resolver of an IFUNC. The main program needs no holding.
  static uintptr_t address(const Module &module, const Export &symbol) {
    if (Mapped &one = state->use(module); !one.held && !one.image.name.empty())
      state->problem(one.label + " resolved and not held");
    return is_thread_local(symbol) ? 0 : symbol.address;
  }
  static bool is_thread_local(const Export &symbol) { return symbol.kind == Export::thread_local_data; }
  static const Module *main_program() {
    Mapped *program = state->find("");
    return program ? &state->remembered.emplace_back(Module{program}) : nullptr;
  }
  static const Module *unexported() {
    if (!main_program())
      return nullptr;
    state->log.emplace_back("look inside");
    if (!state->inside)
      return nullptr;
    state->inside_module = {state->inside.get()};
    return &state->inside_module;
  }
  static uint64_t file_version(const Module &module) {
    const Image &image = state->use(module).image;
    return image.version_kind == Kind::file ? weakrt::parse_version(image.version.c_str())
                                            : weakrt::no_version;
  }
  static const char *unusable(const Module &module) {
    if (&module != &state->inside_module)
      state->problem("whether " + state->use(module).label + " is unusable, which was not found inside");
    return state->world.unusable;
  }
  static bool needs(const Module &module, const Module &other) {
    return std::ranges::count(state->use(module).image.needed, state->use(other).image.name) != 0;
  }

  static void *given(const char *runtime) {
    if (runtime != state->runtime.name)
      state->problem(std::string("the host was asked for ") + runtime);
    return handle_of(state->world.host_gives.c_str());
  }
  static void *handle_of(const char *name) {
    static char nothing;
    if (name == std::string(stranger))
      return &nothing;
    return *name ? state->find(name == std::string("the main program") ? "" : name) : nullptr;
  }
  // What is inside the main program has the program's handle.
  static bool is_handle(void *handle, const Module &module) {
    return handle == (module.mapped == state->inside.get() ? state->find("") : module.mapped);
  }
  static const char *overriding(const char *variable) {
    if (auto found = state->world.variables.find(variable); found != state->world.variables.end())
      return found->second.c_str();
    if (variable == std::string("UNSET"))
      return nullptr;
    if (variable != state->runtime.load_from)
      state->problem(std::string("asked for ") + variable);
    return state->world.overriding.empty() ? nullptr : state->world.overriding.c_str();
  }
  static bool is_here(const char *name) { return std::ranges::count(state->world.here, name) != 0; }

  static void *load(const char *name) {
    state->log.push_back(std::string("load ") + name);
    state->outcome.loaded.emplace_back(name);
    for (const Mapped &one : state->mapped)
      if (one.present && one.image.has(state->runtime.identify))
        state->problem(std::string(name) + " loaded beside " + one.label);
    if (state->inside && state->inside->image.has(state->runtime.identify))
      state->problem(std::string(name) + " loaded beside what the main program has inside");
    if (Mapped *there = state->find(name))
      return state->open(*there, true);
    for (const Image &file : state->world.files)
      if (file.name == name)
        return state->open(state->add(file, true), true);
    state->error = std::string(name) + ": no such file";
    return nullptr;
  }
  static void *hold(const Module &module) {
    Mapped &one = state->use(module);
    if (!one.present)
      state->problem(one.label + " held after it left");
    if (!one.image.holdable) {
      state->error = one.label + ": no such module";
      return nullptr;
    }
    state->log.push_back("hold " + one.label);
    return state->open(one, false);
  }
  static void unload(void *handle) {
    for (Handle &one : state->handles)
      if (&one == handle && one.open) {
        state->log.push_back((one.by_load ? "unload " : "release ") + one.mapped->label);
        one.open = false;
        --one.mapped->held;
        return state->leave_if_unused(*one.mapped->leader);
      }
    state->problem("a handle released that is none");
  }
  static const char *load_error() { return state->error.c_str(); }

  /// Nobody knows where anything was.
  static void follow_hints(weakrt::RecordView, const weakrt::record::Runtime &,
                           const weakrt::Provider<Process> &) {}
  static bool is_set(const weakrt::record::Import &) { return false; }
  static const char *name_of(const weakrt::record::Import &import) {
    return state->runtime.imports.at(import.symbol - Record::first_symbol).name.c_str();
  }
  static void set(const weakrt::record::Import &import, uintptr_t address) {
    state->addresses.emplace_back(import.symbol, address);
  }
};

using Provider = weakrt::Provider<Process>;

std::string describe(const Provider &provider, bool found) {
  std::string who = found ? state->use(*provider.parts[0]).label : "nobody";
  if (found)
    who += provider.ownership == WEAKRT_HOSTED  ? " hosted"
           : provider.ownership == WEAKRT_OWNED ? " owned"
                                                : " absent";
  if (*provider.version)
    who += std::string(" ") + provider.version;
  for (uint32_t i = 1; found && i < provider.count; ++i)
    who += " + " + state->use(*provider.parts[i]).label;
  return who;
}

std::vector<std::string> describe_imports() {
  std::vector<std::string> told;
  for (const auto &[symbol, address] : state->addresses) {
    std::string where = "nowhere";
    for (const Mapped &one : state->mapped)
      for (const Export &exported : one.image.exports)
        if (exported.address == address)
          where = "in " + one.label;
    if (state->inside)
      for (const Export &exported : state->inside->image.exports)
        if (exported.address == address)
          where = "inside the main program";
    told.push_back(state->runtime.imports.at(symbol - Record::first_symbol).name + " " + where);
  }
  return told;
}

// Held is the provider with its companions, each once; in the process is what was there and what they need.
void check_what_is_left(const Provider &provider, bool found) {
  if (found != (provider.count > 0))
    state->problem("a provider of no parts, or parts of none");
  if (state->outcome.held != provider.count)
    state->problem("a handle leaked");
  for (uint32_t i = 0; found && i < provider.count; ++i) {
    const Handle &handle = *static_cast<const Handle *>(provider.handles[i]);
    if (handle.mapped != provider.parts[i]->mapped || !handle.open || handle.by_load)
      state->problem("a part that is not held by its handle");
  }
  if (found && !provider.parts[0]->mapped->image.has(state->runtime.identify))
    state->problem(provider.parts[0]->mapped->label + " lacks what identifies the runtime");
  if (found && (provider.ownership == WEAKRT_OWNED) != provider.parts[0]->mapped->loaded_here)
    state->problem(provider.parts[0]->mapped->label +
                   ": hosted, and loaded for this plugin, or owned and was there");
  for (const Mapped &one : state->mapped)
    if (one.present && one.loaded_here && !one.image.stays && !one.leader->image.stays &&
        std::ranges::none_of(state->mapped, [&](const Mapped &other) {
          return other.leader == one.leader && (other.held || other.image.stays);
        }))
      state->problem(one.label + " stays loaded for nobody");
}

std::string join(const std::vector<std::string> &texts) {
  std::string joined;
  for (const std::string &text : texts)
    joined += (joined.empty() ? "" : ", ") + text;
  return joined;
}

} // namespace

Outcome bind(const World &world, const RuntimeSpec &runtime, const char *given) {
  State here{world, runtime};
  state = &here;
  for (const Image &image : world.modules)
    here.add(image, false);
  if (world.inside) {
    here.inside = std::make_unique<Mapped>(Mapped{*world.inside, {}, nullptr, false});
    here.inside->leader = here.inside.get();
    here.enter(*here.inside);
  }

  const Record record(runtime);
  std::vector<char> buffer(world.story_room);
  weakrt::Story story(buffer.data(), buffer.size());
  Provider provider{};
  provider.waits = world.at_load && runtime.at_call;
  void *handle = given ? Process::handle_of(given) : nullptr;
  const bool found = weakrt::ProviderSearch<Process>(record.view(), record.runtime(), provider, story)
                         .run(handle, Process::handle_of(world.hook_gives.c_str()));
  Outcome &outcome = here.outcome;
  outcome.held =
      static_cast<size_t>(std::ranges::count_if(here.handles, [](const Handle &one) { return one.open; }));
  check_what_is_left(provider, found);
  if (found) {
    const char *missing = weakrt::resolve_imports(record.view(), record.runtime(), provider, story);
    outcome.lacks = missing != nullptr;
    outcome.missing = missing ? missing : "";
    outcome.imports = describe_imports();
  }
  outcome.who = describe(provider, found);
  outcome.waits = provider.waits;
  outcome.story = story.c_str();
  outcome.log = join(here.log);
  weakrt::release(provider);
  if (std::ranges::any_of(here.handles, [](const Handle &one) { return one.open; }))
    here.problem("a handle is left after the provider was let go");
  if (provider.ownership != WEAKRT_ABSENT)
    here.problem("an ownership is left after the provider was let go");
  state = nullptr;
  return std::move(outcome);
}

} // namespace fake
