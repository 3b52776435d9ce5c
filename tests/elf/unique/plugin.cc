//! about: STB_GNU_UNIQUE: the plugin's use of an inline variable is the runtime's, whoever else has one
//! not-on: musl: Debian has no libstdc++ for it
//! runtime: runtime.cc
//! runtime-cflags: -fPIC
//! hosts: static linked local global absent
//! plugin-cflags: -DUNIQUE_IMPORT
//! variant: plain | everywhere:
//! variant: other-first | prepare: g++ -shared -fPIC {case}/other/other.cc -o {out}/other.so | env: LD_PRELOAD={out}/other.so | hosts: linked local global absent
//! variant: bsymbolic | runtime-flags: -Wl,-Bsymbolic | differs: static: 0 77 -> 1 77
//! variant: program | program: | hosts: absent
#include "unique.h"

#include <cstdio>

extern "C" int plugin_run() {
  std::printf("%d %d\n", foo_unique_address() == &foo_box<int>::value, foo_box<int>::value);
  return 0;
}
