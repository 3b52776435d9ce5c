#include "stub/elf/thread_locals.h"

#include "stub/elf/plugin.h"
#include "stub/elf/tls_descriptor.h"
#include "stub/elf/trap.h"

extern "C" {
/// As glibc and musl report them.
struct dl_phdr_tls_info : dl_phdr_info {
  unsigned long long dlpi_adds;
  unsigned long long dlpi_subs;
  size_t dlpi_tls_modid;
  void *dlpi_tls_data;
};

/// Weak: a plugin that does not call it itself need not name the library that has it.
[[gnu::weak]] void *__tls_get_addr(const weakrt::elf::Address *module_and_offset);
}

namespace weakrt::elf {

namespace {

constexpr const ThreadLocalStorage &abi = thread_local_storage;

/// Where a module has its thread-local variables.
struct Storage {
  Address module; ///< the loader's number for it
  /// Static TLS: its address in this thread, which is as far from the thread pointer as in any
  /// other. 0 where it is elsewhere in each.
  Address block;
};

/// What goes into a slot.
struct Value {
  Address words[2];
  Address index[2]; ///< what a dynamic descriptor asks __tls_get_addr
};

/// One for each slot, in the record's order.
Value *values;

/// More modules than this between a library and the program that needs it: not followed.
constexpr uint32_t max_users = 256;

} // namespace

// Where nobody has anything, as an address and as a distance from a thread pointer: such
// addresses are not mapped, also where the topmost byte does not count. Of 64-bit words.
static constexpr Address nowhere = static_cast<Address>(0x8080000000000000);

// Elsewhere the link refuses slots that hold a distance from the thread pointer.
static constexpr bool has_static_slots = sizeof(Address) == 8;

static size_t values_size(RecordView record) {
  return record->thread_locals.count * sizeof(Value);
}

/// Calls `visit(import, slot, value)` for each slot of a runtime. False where there is no memory.
template <class Visit>
static bool for_each_value(RecordView record, const record::Runtime &runtime, Visit visit) {
  if (!values && record->thread_locals.count)
    values = static_cast<Value *>(map_memory(values_size(record), PROT_READ | PROT_WRITE, MAP_POPULATE));
  const record::Import *imports = record.each<record::Import>(record->imports).first;
  Value *value = values;
  for (const record::ThreadLocalSlot &slot : record.each<record::ThreadLocalSlot>(record->thread_locals)) {
    if (!values)
      return false;
    const record::Import &import = imports[slot.import];
    if (&record.runtime(import.runtime) == &runtime)
      visit(import, slot, *value);
    ++value;
  }
  return true;
}

// musl calls it by its path.
static bool is_main_program(const Module &module) {
  return Process::is_main_program(module) || reinterpret_cast<Address>(module.segments) == getauxval(AT_PHDR);
}

static bool is_first_with_its_name(const Module &module) {
  struct Search {
    const char *name;
    const Dynamic *first;
  } search = {find_text(module, DT_SONAME), nullptr};
  if (search.name)
    Process::for_each_module(
        [](const Module &module, void *data) {
          auto &search = *static_cast<Search *>(data);
          const char *name = search.first ? nullptr : find_text(module, DT_SONAME);
          if (name && strcmp(name, search.name) == 0)
            search.first = module.dynamic;
        },
        &search);
  return search.first == module.dynamic;
}

// The loader maps what the program needs, directly or not, when it starts, and gives it static
// TLS. Of several files with one soname the first is meant.
static bool is_needed_by_main_program(const Module &module) {
  struct Search {
    Module *users;
    uint32_t count;
    uint32_t next;
    bool found;
  } search = {
      static_cast<Module *>(map_memory(max_users * sizeof(Module), PROT_READ | PROT_WRITE, MAP_NORESERVE)), 1,
      0, false};
  if (!search.users)
    return false;
  search.users[0] = module;
  for (; search.next < search.count && !search.found; ++search.next)
    if (is_first_with_its_name(search.users[search.next]))
      Process::for_each_module(
          [](const Module &module, void *data) {
            auto &search = *static_cast<Search *>(data);
            if (!needs(module, search.users[search.next]))
              return;
            search.found |= is_main_program(module);
            for (uint32_t i = 0; i < search.count; ++i)
              if (search.users[i].dynamic == module.dynamic)
                return;
            if (search.count < max_users)
              search.users[search.count++] = module;
          },
          &search);
  munmap(search.users, max_users * sizeof(Module));
  return search.found;
}

static Storage storage_of(const Module &module) {
  struct Search {
    const Module &module;
    Storage storage;
  } search = {module, {}};
  dl_iterate_phdr(
      [](dl_phdr_info *base, size_t size, void *data) {
        auto &search = *static_cast<Search *>(data);
        auto *info = static_cast<dl_phdr_tls_info *>(base);
        if (size < sizeof *info || info->dlpi_phdr != search.module.segments)
          return 0;
        search.storage = {info->dlpi_tls_modid, reinterpret_cast<Address>(info->dlpi_tls_data)};
        return 1;
      },
      &search);
  Storage &storage = search.storage;
  if (!is_main_program(module) && !is_needed_by_main_program(module))
    storage.block = 0;
  // Where there is a bias, musl's dl_iterate_phdr forgets it.
  else if (Address index[] = {storage.module, Address{0} - abi.bias}; abi.bias)
    storage.block = reinterpret_cast<Address>(__tls_get_addr(index));
  return storage;
}

[[maybe_unused]] static void describe(Value &value, void (*function)(), Address argument) {
  value.words[0] = reinterpret_cast<Address>(function);
  value.words[1] = argument;
}

// The result is the variable's address in whatever thread: a guard, or the first page for what
// is optional; null where there is a descriptor, which is what the loader gives then.
static void set_unbound(const record::Import &import, const record::ThreadLocalSlot &slot, Value &value) {
  Address address =
      (import.optional ? 0 : trap_for(record::Import::data)) + static_cast<Address>(slot.addend);
  value.words[0] = 0;
  if (slot.kind == record::ThreadLocalSlot::static_offset)
    value.words[0] = nowhere;
  // The loader keeps a small number in the place of module 0's block.
  if (slot.kind == record::ThreadLocalSlot::offset)
    value.words[0] = abi.module_0_is_static ? nowhere : address - abi.bias;
  if constexpr (abi.has_descriptors)
    if (slot.kind == record::ThreadLocalSlot::descriptor)
      describe(value, weakrt_unbound_descriptor, address);
}

// False: it must have static TLS.
static bool set_bound(const Storage &storage, Address offset, const record::ThreadLocalSlot &slot,
                      Value &value) {
  [[maybe_unused]] Address from_thread = 0;
  if constexpr (has_static_slots)
    from_thread = storage.block + offset - reinterpret_cast<Address>(__builtin_thread_pointer());
  switch (slot.kind) {
  case record::ThreadLocalSlot::module:
    value.words[0] = storage.module;
    return true;
  case record::ThreadLocalSlot::offset:
    value.words[0] = offset - abi.bias;
    return true;
  case record::ThreadLocalSlot::static_offset:
    value.words[0] = from_thread;
    return storage.block;
  }
  if constexpr (abi.has_descriptors) {
    value.index[0] = storage.module;
    value.index[1] = offset - abi.bias;
    if (storage.block)
      describe(value, weakrt_static_descriptor, from_thread);
    else {
      prepare_dynamic_descriptors();
      describe(value, weakrt_dynamic_descriptor, reinterpret_cast<Address>(value.index));
    }
  }
  return true;
}

bool find_thread_locals(RecordView record, const record::Runtime &runtime, const Provider<Process> &provider,
                        Story &story) {
  const record::Import *last = nullptr, *refused = nullptr;
  const Module *where = nullptr;
  const Symbol *symbol = nullptr;
  Storage storage{};
  auto visit = [&](const record::Import &import, const record::ThreadLocalSlot &slot, Value &value) {
    const char *name = Process::name_of(import);
    if (&import != last) {
      symbol = find_import(provider, {name, import.hash, record.optional_text(import.version)}, where);
      if (symbol && Process::is_thread_local(*symbol))
        storage = storage_of(*where);
      else
        symbol = nullptr;
      last = &import;
    }
    if (symbol && set_bound(storage, symbol->value + static_cast<Address>(slot.addend), slot, value))
      return;
    set_unbound(import, slot, value);
    if (import.optional || refused == &import)
      return;
    story.tell(refused
                   ? ", "
                   : "\n  %: refused, it came after the program's start, too late for static TLS (compile "
                     "the plugin with -ftls-model=global-dynamic): ",
               Process::label(*where));
    story.tell("%", name);
    refused = &import;
  };
  if (!for_each_value(record, runtime, visit))
    return story.tell("\n  no memory for the thread-local variables");
  return !refused;
}

void trap_thread_locals(RecordView record, const record::Runtime &runtime) {
  for_each_value(record, runtime, set_unbound);
}

void write_thread_locals(RecordView record, const record::Runtime &runtime) {
  for_each_value(record, runtime,
                 [](const record::Import &, const record::ThreadLocalSlot &slot, const Value &value) {
                   auto *words = reinterpret_cast<Address *>(beside_record(slot.distance));
                   words[0] = value.words[0];
                   if (slot.kind == record::ThreadLocalSlot::descriptor)
                     words[1] = value.words[1];
                 });
}

void release_thread_locals(RecordView record) {
  if (values)
    munmap(values, values_size(record));
}

} // namespace weakrt::elf
