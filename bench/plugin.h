// What the programs that time plugins share: loading them, or an end with a message.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <string>

namespace fs = std::filesystem;

[[noreturn]] inline void die(const std::string &what) {
  std::fprintf(stderr, "%s: %s\n", fs::read_symlink("/proc/self/exe").filename().c_str(), what.c_str());
  std::exit(1);
}

inline void *load(const fs::path &path, int how) {
  void *plugin = dlopen(path.c_str(), how | RTLD_LOCAL);
  return plugin ? plugin : (die(dlerror()), nullptr);
}

/// One build of the runtime, which is in a folder of its own.
inline void *load_runtime(const fs::path &build) {
  return load(build / "libbench_runtime.so", RTLD_NOW);
}

/// A function, or a variable's address.
template <typename Pointer> Pointer symbol(void *library, const char *name) {
  void *address = dlsym(library, name);
  return address ? reinterpret_cast<Pointer>(address) : (die(dlerror()), nullptr);
}
