// Many plugins of one runtime in one process: the time of each dlopen, one after the other.
//
//   crowd FOLDER WAY IMPORTS present|absent     prints them in nanoseconds, one a line
//
// They are FOLDER/crowd-plugins/WAY.NUMBER.so, from 0, and have IMPORTS each. Where the runtime is absent,
// the first that is bound loads it.
#include "plugin.h"

#include <algorithm>
#include <chrono>
#include <vector>

using Clock = std::chrono::steady_clock;

int main(int argc, char **argv) {
  if (argc != 5)
    die("it takes a folder, a way, a number of imports, and whether the runtime is there");
  const fs::path folder = fs::absolute(argv[1]);
  const std::string way = argv[2], where = argv[4];
  const size_t imports = std::stoul(argv[3]);
  void *runtime = where == "present" ? load_runtime(folder / "known") : nullptr;
  // What a first dlopen costs, whoever's plugin it is.
  load(folder / "crowd-plugins" / ("floor-" + std::to_string(imports) + ".so"), RTLD_NOW);

  std::vector<std::string> paths;
  auto path = [&] { return folder / "crowd-plugins" / (way + "." + std::to_string(paths.size()) + ".so"); };
  while (fs::exists(path()))
    paths.push_back(path());
  std::vector<void *> plugins(paths.size());
  std::vector<long long> times(paths.size());
  for (size_t i = 0; i < paths.size(); ++i) {
    auto start = Clock::now();
    plugins[i] = load(paths[i], RTLD_NOW);
    times[i] = std::chrono::nanoseconds(Clock::now() - start).count();
  }
  for (long long time : times)
    std::printf("%lld\n", time);

  if (way == "floor")
    return 0;
  if (!runtime)
    runtime = load("libbench_runtime.so", RTLD_NOW | RTLD_NOLOAD);
  auto runtime_table = symbol<void **>(runtime, "bench_runtime_table");
  std::vector<void *> slots(imports);
  for (size_t i = 0; i < plugins.size(); ++i) {
    symbol<void (*)(void **)>(plugins[i], "fill")(slots.data());
    if (!std::equal(slots.begin(), slots.end(), runtime_table))
      die(paths[i] + " is not bound to the runtime");
  }
}
