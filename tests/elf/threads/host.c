#include "foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { count = 64 };
static char copies[count][4096];
static pthread_barrier_t start;

static void copy_file(const char *from, const char *to) {
  char buffer[65536];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, in)) > 0;)
    fwrite(buffer, 1, length, out);
  fclose(in);
  fclose(out);
}

static void *load(void *name) {
  pthread_barrier_wait(&start);
  void *plugin = dlopen(name, RTLD_NOW);
  const void *(*provider)(void) = plugin ? (const void *(*)(void))dlsym(plugin, "plugin_provider") : 0;
  return provider ? (void *)provider() : 0;
}

#ifdef HOST_LINKED
int host_uses_it(void) {
  return foo_identify();
}
#endif

int main(int argc, char **argv) {
  pthread_t threads[count];
  void *found[count];
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW)))
    return 2;
  pthread_barrier_init(&start, 0, count);
  for (int i = 0; i < count; ++i) {
    snprintf(copies[i], sizeof copies[i], "%s.%d", argv[2], i);
    copy_file(argv[2], copies[i]);
    pthread_create(&threads[i], 0, load, copies[i]);
  }
  int right = 0;
  for (int i = 0; i < count; ++i) {
    pthread_join(threads[i], &found[i]);
    right += found[i] && found[i] == found[0];
    remove(copies[i]);
  }
  printf("%d of %d\n", right, count);
  return 0;
}
