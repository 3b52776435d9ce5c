#include "foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static atomic_int stop;

static void *load_others(void *name) {
  while (!stop) {
    void *other = dlopen(name, RTLD_NOW);
    if (!other)
      return "failed";
    dlclose(other);
  }
  return 0;
}

static long mapped_kilobytes(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (fscanf(file, "%ld", &pages) != 1)
    pages = -1;
  fclose(file);
  return pages * 4;
}

#ifdef HOST_LINKED
int host_uses_it(void) {
  return foo_identify();
}
#endif

int main(int argc, char **argv) {
  static char *const others[] = {"libm.so.6", "libresolv.so.2"};
  pthread_t threads[4];
  if (argc < 3)
    return 2;
  void *runtime = strcmp(argv[1], "local") == 0 ? dlopen("libfoo.so.1", RTLD_NOW) : 0;
  for (int i = 0; i < 4; ++i)
    pthread_create(&threads[i], 0, load_others, others[i % 2]);
  int wrong = 0;
  long before = 0;
  for (int i = 0; i < 2000; ++i) {
    void *plugin = dlopen(argv[2], RTLD_NOW);
    int (*run)(void) = plugin ? dlsym(plugin, "plugin_run") : 0;
    wrong += !run || (strcmp(argv[1], "none") != 0 && run() != 34);
    if (plugin)
      dlclose(plugin);
    if (i == 200)
      before = mapped_kilobytes();
  }
  long growth = mapped_kilobytes() - before;
  stop = 1;
  for (int i = 0; i < 4; ++i) {
    void *result = 0;
    pthread_join(threads[i], &result);
    wrong += result != 0;
  }
  if (runtime)
    dlclose(runtime);
  void *left = dlopen("libfoo.so.1", RTLD_LAZY | RTLD_NOLOAD);
  // What the others map comes and goes; a leak of one page a turn would be 7,200 kilobytes.
  printf("wrong %d grows %d\n", wrong, growth > 3000);
  if (strcmp(argv[1], "local") == 0)
    printf("left %d\n", left != 0);
  return 0;
}
