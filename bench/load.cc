// Loading plugins, timed: what dlopen takes from its call to its return, with the runtime in the process
// already. BUILD says which of its builds: known, unknown or rebuilt.
//
//   load FOLDER BUILD [--benchmark_…]      all ways and numbers of imports that bench/make has made
//
//   load FOLDER BUILD count WAY IMPORTS    one load, of which callgrind counts the instructions
//
//   load FOLDER BUILD dirty WAY IMPORTS    one load; prints how many bytes it made the process's own
//
// After every load each slot is compared with where the runtime has that function, and a wrong one ends all.
#include "plugin.h"

#include <benchmark/benchmark.h>
#include <valgrind/callgrind.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <vector>

namespace {

fs::path folder;
void **runtime_table;

/// In the order of the tables that are printed.
constexpr const char *ways[] = {"hard", "floor", "weakrt", "dlsym", "implib", "hash_map"};

std::string plugin_path(const std::string &way, size_t imports) {
  return folder / (way + "-" + std::to_string(imports) + ".so");
}

void check(void *plugin, const std::string &way, size_t imports) {
  // Nobody binds it.
  if (way == "floor")
    return;
  static std::vector<void *> slots;
  slots.assign(imports, nullptr);
  symbol<void (*)(void **)>(plugin, "fill")(slots.data());
  if (std::memcmp(slots.data(), runtime_table, imports * sizeof(void *)) != 0)
    die(plugin_path(way, imports) + " is not bound to the runtime");
}

void time_loads(benchmark::State &state, const std::string &way, size_t imports) {
  const std::string path = plugin_path(way, imports);
  for (auto _ : state) {
    auto start = std::chrono::steady_clock::now();
    void *plugin = load(path, RTLD_NOW);
    auto end = std::chrono::steady_clock::now();
    state.SetIterationTime(std::chrono::duration<double>(end - start).count());
    check(plugin, way, imports);
    dlclose(plugin);
  }
}

// Pages that were copied or made because they were written to. Not "Private_Dirty", which counts those of a
// file that is not on its disk yet.
size_t own_memory() {
  std::ifstream rollup("/proc/self/smaps_rollup");
  std::string word;
  while (rollup >> word)
    if (size_t kib; word == "Anonymous:" && rollup >> kib)
      return kib << 10;
  die("/proc/self/smaps_rollup does not tell of written memory");
}

void load_once(const std::string &what, const std::string &way, size_t imports) {
  const std::string path = plugin_path(way, imports);
  size_t before = own_memory();
  CALLGRIND_TOGGLE_COLLECT;
  void *plugin = load(path, RTLD_NOW);
  CALLGRIND_TOGGLE_COLLECT;
  if (what == "dirty")
    std::printf("%zu\n", own_memory() - before);
  check(plugin, way, imports);
}

void register_all() {
  std::set<size_t> counts;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder))
    if (std::string name = entry.path().stem(); name.starts_with("hard-"))
      counts.insert(std::stoul(name.substr(5)));
  for (size_t imports : counts)
    for (const char *way : ways)
      if (fs::exists(plugin_path(way, imports)))
        benchmark::RegisterBenchmark(
            (way + std::string("/") + std::to_string(imports)).c_str(),
            [way, imports](benchmark::State &state) { time_loads(state, way, imports); })
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond);
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 3)
    die("no folder is named, or no build of the runtime");
  folder = fs::absolute(argv[1]);
  runtime_table = symbol<void **>(load_runtime(folder / argv[2]), "bench_runtime_table");
  argv[2] = argv[0];
  argv += 2, argc -= 2;
  if (argc == 4 && (argv[1] == std::string("count") || argv[1] == std::string("dirty"))) {
    load_once(argv[1], argv[2], std::stoul(argv[3]));
    return 0;
  }
  register_all();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
}
