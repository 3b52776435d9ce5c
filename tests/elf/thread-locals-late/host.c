//! about: thread-local variables of a runtime that comes when the plugin and its threads are there already
//! alone:
//! hosts: absent
//! host-flags: -pthread
//! plugin: ../thread-locals/plugin.c
//! runtime: ../thread-locals/runtime.c
//! expect-out: before: failed
//! variant: bind | plugin-cflags: -ftls-model=global-dynamic | host-args: bind | expect-out: after: bound | expect-out: older: 17 10 -10 1 older 6 1010 | expect-out: again: 10 2 -2 4 again 12 1002
//! variant: provide | plugin-cflags: -ftls-model=global-dynamic | host-args: provide | expect-out: after: bound | expect-out: older: 17 10 -10 1 older 6 1010 | expect-out: again: 10 2 -2 4 again 12 1002
//! variant: descriptors | plugin-cflags: -mtls-dialect=gnu2 | host-args: bind | expect-out: after: bound | expect-out: older: 17 10 -10 1 older 6 1010 | expect-out: again: 10 2 -2 4 again 12 1002
//! variant: static | plugin-cflags: -ftls-model=initial-exec | host-args: bind | expect-out: after: failed | expect-err: refused, it came after the program's start, too late for static TLS \(compile the plugin with -ftls-model=global-dynamic\): foo_[a-z]+, foo_[a-z]+, foo_[a-z]+, foo_[a-z]+
// The plugin is bound when it and other threads run already, by name or to a handle; what was there before
// finds the variables, too.
#include "foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

#if defined HOST_LINKED || defined HOST_STATIC
int host_uses_it(void) {
  return foo_identify();
}
#endif

static sem_t bound;
static void (*use)(const char *, int);

static void *older(void *name) {
  sem_wait(&bound);
  use(name, 10);
  return 0;
}

int main(int argc, char **argv) {
  static char name[] = "older";
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 4)
    return 2;
  pthread_t old;
  sem_init(&bound, 0, 0);
  pthread_create(&old, 0, older, name);
  void *plugin = dlopen(argv[2], RTLD_NOW);
  struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  if (!table)
    return 3;
  use = (void (*)(const char *, int))dlsym(plugin, "plugin_use");
  struct weakrt_runtime_1 runtime = {sizeof runtime};
  table->runtime(0, &runtime);
  printf("before: %s\n", runtime.failed ? "failed" : "bound");
  void *library = dlopen("libfoo.so.1", RTLD_NOW | RTLD_LOCAL);
  int result = strcmp(argv[3], "provide") == 0 ? table->provide("foo", library) : table->bind("foo");
  table->runtime(0, &runtime);
  printf("after: %s\n", result == WEAKRT_DONE && !runtime.failed ? "bound" : "failed");
  if (runtime.failed)
    return fprintf(stderr, "%s\n", runtime.story), 0;
  use("main", 1);
  sem_post(&bound);
  pthread_join(old, 0);
  // Unloaded and loaded again it finds what it has left.
  dlclose(plugin);
  plugin = dlopen(argv[2], RTLD_NOW);
  use = (void (*)(const char *, int))dlsym(plugin, "plugin_use");
  table = dlsym(plugin, "weakrt_plugin_1");
  table->bind("foo");
  use("again", 2);
  return 0;
}
