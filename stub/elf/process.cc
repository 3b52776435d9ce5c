#include "stub/elf/process.h"

#include "stub/elf/environment.h"
#include "stub/elf/plugin.h"
#include "stub/elf/symtab.h"
#include "stub/include/weakrt/weakrt.h"

namespace weakrt::elf {

/// How many modules are remembered in one attempt.
static constexpr uint32_t max_remembered = 128;

/// What lives in a Scratch.
namespace {
struct Table {
  File file;
  uint32_t module_count;
  Module inside; ///< the main program with the symbols of `file`
  Module modules[max_remembered];
  Address addresses[1]; ///< one for each symbol of the record's span
};

struct Visit {
  void (*visit)(const Module &, void *);
  void *data;
};
} // namespace

static Table *table;
/// Its addresses, as if they began with those of symbol 0.
static Address *addresses;
static Module program;

static size_t table_size() {
  return sizeof(Table) + weakrt_record.symbol_span * sizeof(Address);
}

Scratch::Scratch(RecordView record) {
  table = static_cast<Table *>(map_memory(table_size(), PROT_READ | PROT_WRITE, MAP_POPULATE));
  addresses = table->addresses - record->first_symbol;
}

Scratch::~Scratch() {
  if (table) {
    unmap(table->file);
    munmap(table, table_size());
  }
}

bool Scratch::ok() const {
  return table;
}

// The loader's lock is held meanwhile, and that is the only time when a module is safe that
// nobody holds: another thread may be about to unload it.
void Process::for_each_module(void (*visit)(const Module &, void *), void *data) {
  Visit state{visit, data};
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *data) {
        auto *state = static_cast<Visit *>(data);
        Module module;
        if (read_module(module, *info))
          state->visit(module, state->data);
        return 0;
      },
      &state);
}

// Many more than one attempt ever finds; then the oldest are gone.
const Module *Process::remember(const Module &module) {
  Module &place = table->modules[table->module_count++ % max_remembered];
  place = module;
  return &place;
}

[[gnu::noinline]] bool survey() {
  host = nullptr;
  main_program_name = static_cast<link_map *>(dlopen(nullptr, RTLD_LAZY))->l_name;
  Process::for_each_module(
      [](const Module &module, void *) {
        if (Process::is_main_program(module))
          program = module;
        if (reinterpret_cast<Address>(&weakrt_record) - module.start < module.size)
          self = module;
        if (!host)
          host = find_host(module);
      },
      nullptr);
  bool has_modules = self.dynamic;
  if (!has_modules)
    read_self();
  return has_modules;
}

// In a namespace that dlmopen made there is none.
[[gnu::noinline]] const Module *Process::main_program() {
  return program.dynamic ? &program : nullptr;
}

const Module *Process::unexported() {
  if (!program.dynamic)
    return nullptr;
  table->file = map_program();
  table->inside = program;
  return read_symtab(table->file, table->inside) ? &table->inside : nullptr;
}

const char *Process::unusable(const Module &module) {
  return differs(table->file, module);
}

void *Process::given(const char *runtime) {
  return host && host->provider ? host->provider(runtime) : nullptr;
}

// Not inlined, as a few others here and there: the stub is to be small.
[[gnu::noinline]] void *Process::load(const char *library) {
  return dlopen(library, RTLD_LAZY);
}

// glibc crashes on RTLD_GLOBAL in a namespace that has no main program.
void *Process::hold_with(const Module &module, int flags) {
  return open_module(module, flags);
}

const char *Process::name_of(const record::Import &import) {
  return self.strings + self.symbols[import.symbol].name;
}

void Process::set(uint32_t symbol, Address address) {
  addresses[symbol] = address;
}

bool Process::is_set(const record::Import &import) {
  return addresses[import.symbol];
}

Address Process::address_for(uint32_t symbol) {
  return symbol - weakrt_record.first_symbol < weakrt_record.symbol_span ? addresses[symbol] : 0;
}

} // namespace weakrt::elf
