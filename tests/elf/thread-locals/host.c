// Brings the runtime in as MODE says, and lets the plugin run in the main thread, in one that was there
// before all of it, and in later ones.
#include "foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

#if defined HOST_LINKED || defined HOST_STATIC
int host_uses_it(void) {
  return foo_identify();
}
#endif
#ifdef HOST_NEEDS_PLUGIN
void plugin_use(const char *, int);
#endif

static void (*use)(const char *, int);
static sem_t loaded;

static void *older(void *name) {
  sem_wait(&loaded);
  use(name, 10);
  use(name, 20);
  return 0;
}
static void *later(void *name) {
  use(name, 100);
  use(name, 200);
  return 0;
}
static void run(void *(*function)(void *), char *name) {
  pthread_t thread;
  pthread_create(&thread, 0, function, name);
  pthread_join(thread, 0);
}

int main(int argc, char **argv) {
  static char names[][8] = {"main", "older", "later", "latest"};
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 3)
    return 2;
  pthread_t old;
  sem_init(&loaded, 0, 0);
  pthread_create(&old, 0, older, names[1]);
  if (strcmp(argv[1], "local") == 0 || strcmp(argv[1], "global") == 0)
    dlopen("libfoo.so.1", RTLD_NOW | (*argv[1] == 'l' ? RTLD_LOCAL : RTLD_GLOBAL));
#ifdef HOST_NEEDS_PLUGIN
  use = plugin_use;
#else
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  use = (void (*)(const char *, int))dlsym(plugin, "plugin_use");
#endif
  use(names[0], 1);
  sem_post(&loaded);
  pthread_join(old, 0);
  run(later, names[2]);
  use(names[0], 2);
  run(later, names[3]);
  return 0;
}
