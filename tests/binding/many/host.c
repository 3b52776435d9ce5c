// host MODE PLUGIN OTHER RESULT [late]: loads and closes PLUGIN 10,000 times, beside threads that do so with
// OTHER; where the plugin is bound its plugin_run says RESULT. Late: the runtime of MODE comes and goes
// between plugin and bind. What a warm-up took is not counted.
#include "../common/foo.h"

#include <dirent.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <weakrt/weakrt.h>

#ifdef HOST_STATIC
int host_uses_it(void) {
  return foo_identify() + foo_is_live() + foo_version[0];
}
#endif

enum { threads = 2, warm_up = 500, rounds = 10000 };
struct usage {
  long pages, mappings, files;
};

static atomic_int stop;
static int late, has_runtime;

static void *load_others(void *name) {
  while (!stop) {
    void *other = dlopen(name, RTLD_NOW);
    if (!other)
      abort();
    dlclose(other);
  }
  return 0;
}

static struct usage measure(void) {
  struct usage now = {0};
  FILE *file = fopen("/proc/self/statm", "r");
  if (fscanf(file, "%ld", &now.pages) != 1)
    abort();
  fclose(file);
  file = fopen("/proc/self/maps", "r");
  for (int c; (c = getc(file)) != EOF;)
    now.mappings += c == '\n';
  fclose(file);
  DIR *folder = opendir("/proc/self/fd");
  while (readdir(folder))
    ++now.files;
  closedir(folder);
  return now;
}

static int load_once(const char *name, int result) {
  void *plugin = dlopen(name, RTLD_NOW);
  const struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  void *runtime = late && has_runtime ? dlopen("libfoo.so.1", RTLD_NOW) : 0;
  if (late && (!table || (table->bind("foo") == WEAKRT_DONE) != has_runtime))
    abort();
  struct weakrt_runtime_1 told;
  if (!table || weakrt_ask(table, "foo", &told) != WEAKRT_DONE)
    abort();
  int bound = !told.failed && ((int (*)(void))dlsym(plugin, "plugin_run"))() == result;
  if (runtime)
    dlclose(runtime);
  dlclose(plugin);
  return bound;
}

static int load_many(const char *name, char *other, int count, int result) {
  pthread_t thread[threads];
  int bound = 0;
  stop = 0;
  for (int i = 0; i < threads; ++i)
    pthread_create(&thread[i], 0, load_others, other);
  for (int i = 0; i < count; ++i)
    bound += load_once(name, result);
  stop = 1;
  for (int i = 0; i < threads; ++i)
    pthread_join(thread[i], 0);
  return bound;
}

// A few pages come and go; what leaks does so 10,000 times.
static long beyond(long growth, long allowed) {
  return growth > allowed ? growth : 0;
}

int main(int argc, char **argv) {
  if (argc < 5)
    return 2;
  late = argc > 5 && strcmp(argv[5], "late") == 0;
  has_runtime = strcmp(argv[1], "local") == 0;
  if (has_runtime && !late && !dlopen("libfoo.so.1", RTLD_NOW))
    return 3;
  int result = atoi(argv[4]);
  load_many(argv[2], argv[3], warm_up, result);
  struct usage before = measure();
  int bound = load_many(argv[2], argv[3], rounds, result);
  struct usage after = measure();
  printf("bound %d, growth of space %ld, mappings %ld, files %ld\n", bound,
         beyond(after.pages - before.pages, 512), beyond(after.mappings - before.mappings, 16),
         beyond(after.files - before.files, 0));
  return 0;
}
