#include "stub/elf/process.h"

#include "stub/elf/environment.h"
#include "stub/elf/plugin.h"
#include "stub/elf/symtab.h"
#include "stub/elf/trap.h"
#include "stub/include/weakrt/weakrt.h"

namespace weakrt::elf {

/// More modules than this in one process: the rest is not seen.
static constexpr uint32_t max_modules = 8192;

/// What lives in a Scratch.
namespace {
struct Table {
  uint32_t count;
  Module inside; ///< the main program with the symbols of `file`
  File file;
  uint32_t first_symbol;
  uint32_t symbol_count;
  Module modules[max_modules];
  Address addresses[1]; ///< symbol_count of them
};
} // namespace

static Table *table;

static size_t table_size(uint32_t symbol_count) {
  return sizeof(Table) + symbol_count * sizeof(Address);
}

Scratch::Scratch(uint32_t first, uint32_t count) {
  table = static_cast<Table *>(map_memory(table_size(count), PROT_READ | PROT_WRITE));
  if (table) {
    table->first_symbol = first;
    table->symbol_count = count;
  }
}

Scratch::~Scratch() {
  if (table) {
    unmap(table->file);
    munmap(table, table_size(table->symbol_count));
  }
}

bool Scratch::ok() const {
  return table;
}

// The loader's lock is held meanwhile: nothing may be loaded from inside.
Each<Module> Process::modules() {
  table->count = 0;
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *) {
        if (table->count < max_modules && read_module(table->modules[table->count], *info))
          ++table->count;
        return 0;
      },
      nullptr);
  return listed();
}

// Not inlined, as a few others here and there: the stub is to be small.
[[gnu::noinline]] Each<Module> Process::listed() {
  return {table->modules, table->modules + table->count};
}

// In a namespace that dlmopen made there is none.
const Module *Process::main_program() {
  return table->count && is_main_program(table->modules[0]) ? table->modules : nullptr;
}

const Module *Process::unexported() {
  const Module *program = main_program();
  if (!program)
    return nullptr;
  if (!table->file.size)
    table->file = map_program();
  table->inside = *program;
  return read_symtab(table->file, table->inside) ? &table->inside : nullptr;
}

const char *Process::unusable(const Module &module) {
  return differs(table->file, module);
}

void *Process::given(const char *runtime) {
  return host && host->provider ? host->provider(runtime) : nullptr;
}

[[gnu::noinline]] void *Process::load(const char *library) {
  return dlopen(library, RTLD_LAZY);
}

// glibc crashes on RTLD_GLOBAL in a namespace that has no main program.
void *Process::hold_with(const Module &module, int flags) {
  if (is_main_program(module))
    return dlopen(nullptr, RTLD_LAZY);
  return dlopen(module.name, RTLD_LAZY | RTLD_NOLOAD | flags);
}

const char *Process::name_of(const record::Import &import) {
  return self.strings + self.symbols[import.symbol].name;
}

void Process::set(const record::Import &import, Address address) {
  table->addresses[import.symbol - table->first_symbol] = address;
}

Address Process::address_for(uint32_t symbol) {
  uint32_t index = symbol - table->first_symbol;
  return index < table->symbol_count ? table->addresses[index] : 0;
}

} // namespace weakrt::elf
