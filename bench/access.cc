// Calls through bound imports, and accesses of bound data, timed: a thousand at a time, inside the plugin.
//
//   access FOLDER [--benchmark_…]     all plugins of FOLDER/access-plugins
#include "plugin.h"

#include <benchmark/benchmark.h>

namespace {

void register_plugin(const fs::path &path) {
  void *plugin = load(path, RTLD_NOW);
  for (const char *what : {"call", "read"}) {
    auto often = symbol<void (*)(long)>(plugin, (what + std::string("_often")).c_str());
    const std::string name = what + std::string("/") + path.stem().string();
    benchmark::RegisterBenchmark(name.c_str(), [often](benchmark::State &state) {
      for (auto _ : state)
        often(1000);
    });
  }
}

} // namespace

int main(int argc, char **argv) {
  if (argc < 2)
    die("no folder is named");
  const fs::path folder = fs::absolute(argv[1]);
  argv[1] = argv[0];
  ++argv, --argc;
  load_runtime(folder / "known");
  for (const fs::directory_entry &entry : fs::directory_iterator(folder / "access-plugins"))
    if (entry.path().extension() == ".so")
      register_plugin(entry.path());
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 2;
  benchmark::RunSpecifiedBenchmarks();
}
