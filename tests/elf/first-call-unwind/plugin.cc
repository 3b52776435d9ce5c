//! about: exceptions through a first call, and a constructor of the runtime that looks for its callers during one
//! manifest: ../first-call/call.toml
//! hosts: local absent
//! host-flags: -rdynamic
//! check: sh "$CASE/frames" "$WEAK" "$LINKER"
//! variant: gcc | only-on: x86_64 i686 aarch64 powerpc64le s390x | differs: absent: called by the plugin: 0, by main: 1 -> called by the plugin: 1, by main: 1
//! variant: O2 | cflags: -O2 | only-on: x86_64 i686 aarch64 powerpc64le s390x | differs: absent: called by the plugin: 0, by main: 1 -> called by the plugin: 1, by main: 1
//! variant: no-plt | cflags: -O2 -fno-plt | only-on: x86_64 i686 aarch64 s390x | differs: absent: called by the plugin: 0, by main: 1 -> called by the plugin: 1, by main: 1
//! variant: clang | compiler: clang | only-on: x86_64 i686 aarch64 | linkers: lld | differs: absent: called by the plugin: 0, by main: 1 -> called by the plugin: 1, by main: 1
//! variant: gdb | only-on: x86_64 | requires: gdb | hosts: absent | alone: | run: sh {case}/backtrace {host} {mode} {plugin} | expect-stdout: *: look_back\nweakrt_bind_call\nweakrt_first_call\nplugin_run\nmain
//! variant: no-tables | only-on: arm riscv64
#include "foo.h"
#include "unwind.h"

#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Tells that a destructor has run.
struct Object {
  explicit Object(const char *name) : name(name) {}
  ~Object() { std::printf("~%s\n", name); }
  const char *name;
};

void catch_of_runtime() {
  try {
    Object object("object");
    foo_throw(42);
  } catch (int value) {
    std::printf("caught %d\n", value);
  }
}

int throw_double(int value) {
  throw value * 1.5;
}

void catch_of_callback() {
  try {
    Object object("object");
    foo_call(throw_double, 3);
  } catch (double value) {
    std::printf("caught %g\n", value);
  }
}

void nothing_thrown() {
  std::printf("%d\n", foo_call([](int value) { return value * 2; }, 3));
}

// In a process of its own each is the first call; then the second.
void run(void (*check)()) {
  const pid_t child = fork();
  if (child == 0) {
    check();
    check();
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (status != 0)
    std::printf("ended with %d\n", status);
}

} // namespace

// Whose names dladdr knows: the plugin's, if its call has loaded the runtime, and the host's. riscv64's
// C library has no unwind tables, nor has arm's stub.
extern "C" int plugin_run() {
  run(catch_of_runtime);
  run(catch_of_callback);
  run(nothing_thrown);
  const void *callers[100];
  const int count = foo_callers(callers, 100);
  int plugin = 0, host = 0;
  for (int i = 0; i < count; ++i) {
    Dl_info info;
    if (!dladdr(static_cast<const char *>(callers[i]) - 1, &info) || !info.dli_sname)
      continue;
    plugin += std::strcmp(info.dli_sname, "plugin_run") == 0;
    host += std::strcmp(info.dli_sname, "main") == 0;
  }
  std::printf("called by the plugin: %d, by main: %d\n", plugin, host);
  return 0;
}
