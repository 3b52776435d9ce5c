//! about: C++ static objects of plugin and runtime: constructed after the runtime's, destroyed before them
//! not-on: musl: Debian has no libstdc++ for it
//! runtime: runtime.cc
//! hosts: linked local global absent
//! variant: exit | everywhere:
//! variant: dlclose | host-args: dlclose
//! variant: clang-libstdcxx | compiler: clang
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie
#include "foo.h"
#include "trace.h"

struct RuntimeThing {
  RuntimeThing();
  ~RuntimeThing();
  bool alive;
};
extern RuntimeThing foo_thing;

struct Thing {
  const char *name;
  explicit Thing(const char *name) : name(name) { trace(foo_thing.alive ? name : "constructed TOO EARLY"); }
  ~Thing() { trace(foo_thing.alive ? "destroyed in time" : "destroyed TOO LATE"); }
};
static Thing global("global");
static Thing &local() {
  static Thing thing("local");
  return thing;
}

extern "C" int plugin_run() {
  trace(local().name);
  static thread_local Thing per_thread("thread_local");
  trace(per_thread.name);
  return foo_thing.alive ? 0 : 1;
}
