// host MODE PLUGIN: a thread binds the plugin and is held where the runtime is asked for its version;
// meanwhile the main thread wants to bind it too.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <weakrt/weakrt.h>

static const struct weakrt_plugin_table_1 *table;
static atomic_int asked, go_on;

void host_is_asked(void);
void host_is_asked(void) {
  ++asked;
  // A second thread that gets here is not held: that it was asked twice shows it.
  while (asked == 1 && !go_on)
    usleep(1000);
}

static void *bind_it(void *unused) {
  (void)unused;
  static int result;
  result = table->bind("foo");
  return &result;
}

int main(int argc, char **argv) {
  void *plugin = argc > 2 ? dlopen(argv[2], RTLD_NOW) : 0;
  if (!plugin || !dlopen("libfoo.so.1", RTLD_NOW))
    return fprintf(stderr, "%s\n", dlerror()), 3;
  table = dlsym(plugin, "weakrt_plugin_1");
  pthread_t thread;
  pthread_create(&thread, 0, bind_it, 0);
  while (!asked)
    usleep(1000);
  struct weakrt_runtime_1 told = {.size = sizeof told};
  int bound = table->bind("foo");
  printf("meanwhile: bind %d ask %d\n", bound, weakrt_ask(table, "foo", &told));
  go_on = 1;
  void *result;
  pthread_join(thread, &result);
  printf("the first: %d\n", *(int *)result);
  printf("the second: %d\n", table->bind("foo"));
  printf("asked %d time, plugin_run %d\n", asked, ((int (*)(void))dlsym(plugin, "plugin_run"))());
  return 0;
}
