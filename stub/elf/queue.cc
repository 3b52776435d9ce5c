#include "stub/elf/queue.h"

#include "stub/elf/process.h"

namespace weakrt::elf {

using Table = weakrt_plugin_table_1;

namespace {
/// Who else is being bound, by where its table is; null: nobody.
struct Others {
  const Table *before;
  const Table *behind;
  /// By this thread: the runtime that it loads has loaded this plugin.
  bool by_this_thread;
};
} // namespace

static const Table *find_table(const Module &module) {
  static constexpr char name[] = "weakrt_plugin_1";
  constexpr uint32_t hash = record::gnu_hash(name);
  const Symbol *symbol = find_definition(module, {name, hash});
  return symbol ? reinterpret_cast<const Table *>(module.base + symbol->value) : nullptr;
}

static bool is_musl() {
  return *static_cast<link_map *>(dlopen(nullptr, RTLD_LAZY))->l_name;
}

// A process that was forked has one thread, and what others did before counts no more.
static bool is_binding(const Table *table) {
  return __atomic_load_n(&table->binding, __ATOMIC_SEQ_CST) == getpid();
}

static Others find_others() {
  Others others{};
  Process::for_each_module(
      [](const Module &module, void *data) {
        auto &others = *static_cast<Others *>(data);
        const Table *table = find_table(module);
        if (!table || table == &weakrt_own_table || table->size < sizeof *table || !is_binding(table))
          return;
        if (__atomic_load_n(&table->binder, __ATOMIC_RELAXED) == pthread_self())
          others.by_this_thread = true;
        else
          (table < &weakrt_own_table ? others.before : others.behind) = table;
      },
      &others);
  return others;
}

// Lamport's one-bit algorithm: everybody says that he wants, then looks. Who sees one before him takes it
// back until that one is done, or many who look again and again would keep each other out for ever; who sees
// one behind him waits only. A table that is read here stays: its plugin's constructors run, so it is
// loaded, and musl unloads nothing.
void queue_up() {
  __atomic_store_n(&weakrt_own_table.binder, pthread_self(), __ATOMIC_RELAXED);
  for (;;) {
    __atomic_store_n(&weakrt_own_table.binding, getpid(), __ATOMIC_SEQ_CST);
    if (!is_musl())
      return;
    Others others = find_others();
    const Table *other = others.before ? others.before : others.behind;
    if (others.by_this_thread || !other)
      return;
    if (others.before)
      __atomic_store_n(&weakrt_own_table.binding, 0, __ATOMIC_SEQ_CST);
    while (is_binding(other))
      poll(nullptr, 0, 1);
  }
}

bool is_another_bound() {
  Others others = is_musl() ? find_others() : Others{};
  return !others.by_this_thread && (others.before || others.behind);
}

} // namespace weakrt::elf
