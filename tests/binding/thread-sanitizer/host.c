// host MODE PLUGIN: 64 threads load PLUGIN, which is one for all of them, ask about it, bind it again, call
// it.
#include "../common/foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

enum { count = 64 };
static pthread_barrier_t start;

static void *use(void *name) {
  pthread_barrier_wait(&start);
  void *plugin = dlopen(name, RTLD_NOW);
  const struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  if (!table)
    return 0;
  struct weakrt_runtime_1 told;
  int result;
  while ((result = table->bind("foo")) == WEAKRT_BUSY ||
         (result == WEAKRT_DONE && weakrt_ask(table, "foo", &told) == WEAKRT_BUSY))
    ;
  int sum = ((int (*)(void))dlsym(plugin, "plugin_run"))();
  // Not closed: what ld.so frees would be reported, its lock is not seen.
  return result == WEAKRT_DONE && sum == 7 ? name : 0;
}

int main(int argc, char **argv) {
  pthread_t threads[count];
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW)))
    return 2;
  pthread_barrier_init(&start, 0, count);
  for (int i = 0; i < count; ++i)
    pthread_create(&threads[i], 0, use, argv[2]);
  int right = 0;
  for (int i = 0; i < count; ++i) {
    void *result;
    pthread_join(threads[i], &result);
    right += result != 0;
  }
  printf("%d of %d\n", right, count);
  return 0;
}
