// What binding at the first call costs: the time of calling every import once, and of doing so again.
//
//   first_call FOLDER WAY IMPORTS ROUNDS     prints both, in nanoseconds, one line a round; WAY is lazy or
//   call
//
// The plugin and the runtime are loaded anew each time.
#include "plugin.h"

#include <chrono>
#include <cstdint>
#include <cstring>

namespace {

using Clock = std::chrono::steady_clock;

template <typename T> T read_as(const unsigned char *from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

/// Where a `call` (e8), `jmp *` (ff 25), behind it, leads: the slot has it by now.
void *target_of(const unsigned char *call) {
  if (*call != 0xe8)
    die("call_all is not what bench/make writes");
  const unsigned char *stub = call + 5 + read_as<int32_t>(call + 1);
  if (stub[0] != 0xff || stub[1] != 0x25)
    die("the linker's table of jumps is not one of `jmp *slot(%rip)`");
  return read_as<void *>(stub + 6 + read_as<int32_t>(stub + 2));
}

/// call_all is `push %rax`, and then the calls, each of 5 bytes.
void check(void (*call_all)(), void **runtime_table, size_t imports) {
  const unsigned char *call = reinterpret_cast<const unsigned char *>(call_all) + 1;
  for (size_t i = 0; i < imports; ++i, call += 5)
    if (target_of(call) != runtime_table[i])
      die("import " + std::to_string(i) + " is not bound to the runtime");
}

long long timed(void (*call_all)()) {
  auto start = Clock::now();
  call_all();
  return std::chrono::nanoseconds(Clock::now() - start).count();
}

/// The runtime comes before a plugin that is linked hard, and behind one that waits for its first call.
void measure(const fs::path &folder, const std::string &way, size_t imports) {
  const fs::path path = folder / (way + "-" + std::to_string(imports) + ".so");
  void *plugin = way == "call" ? load(path, RTLD_LAZY) : nullptr;
  void *runtime = load_runtime(folder / "known");
  if (!plugin)
    plugin = load(path, RTLD_LAZY);
  auto call_all = symbol<void (*)()>(plugin, "call_all");
  long long first = timed(call_all);
  std::printf("%lld %lld\n", first, timed(call_all));
  check(call_all, symbol<void **>(runtime, "bench_runtime_table"), imports);
  dlclose(plugin);
  dlclose(runtime);
  if (dlopen("libbench_runtime.so", RTLD_NOW | RTLD_NOLOAD))
    die("the runtime is still loaded");
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 5)
    die("it takes a folder, a way, a number of imports, and how often");
  for (long round = std::stol(argv[4]); round > 0; --round)
    measure(fs::absolute(argv[1]), argv[2], std::stoul(argv[3]));
}
