//! about: data of vague linkage that the program defines as well as the runtime is the program's for everybody
//! not-on: musl: Debian has no libstdc++ for it
//! everywhere:
//! runtime: runtime.cc
//! host: host.cc
//! hosts: linked nonpie
//! cflags: -fno-gnu-unique
//! host-flags: -rdynamic
//! plugin-cflags: -DIMPORT
#include "vague.h"

#include <cstdio>

extern "C" int plugin_run() {
  std::printf("runtime's %d host's %d value %d\n", foo_vague_address() == &foo_vague<int>::value,
              foo_host_address == &foo_vague<int>::value, foo_vague<int>::value);
  return 0;
}
