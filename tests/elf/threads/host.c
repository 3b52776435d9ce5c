// host MODE PLUGIN [two TIMES SECONDS]: with `two` every other copy of the plugin would load libfoo.so.2.
#define _GNU_SOURCE
#include "foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { most = 64, few = 16 };
static char copies[most][4096];
static pthread_barrier_t start;

static void copy_file(const char *from, const char *to, int other) {
  static char buffer[1 << 20];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  size_t length = fread(buffer, 1, sizeof buffer, in);
  for (char *at = buffer; other && (at = memmem(at, buffer + length - at, "libfoo.so.1", 11));)
    at[10] = '2';
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

// What all have found: how many of the plugins have the provider of the first.
static int load_all(const char *plugin, int count, int two) {
  pthread_t threads[most];
  void *found[most];
  pthread_barrier_init(&start, 0, count);
  for (int i = 0; i < count; ++i) {
    snprintf(copies[i], sizeof copies[i], "%s.%d", plugin, i);
    copy_file(plugin, copies[i], two && i % 2);
    pthread_create(&threads[i], 0, load, copies[i]);
  }
  int right = 0;
  for (int i = 0; i < count; ++i) {
    pthread_join(threads[i], &found[i]);
    right += found[i] && found[i] == found[0];
    remove(copies[i]);
  }
  return right;
}

int main(int argc, char **argv) {
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW)))
    return 2;
  if (argc == 3) {
    printf("%d of %d\n", load_all(argv[2], most, 0), most);
    return 0;
  }
  // Seldom do two of them meet, so many processes try; fewer where an emulator is slow.
  int rounds = atoi(argv[4]), right = 0, tried = 0;
  time_t end = time(0) + atoi(argv[5]);
  for (; tried < rounds && (tried < 3 || time(0) < end); ++tried) {
    pid_t child = fork();
    if (child == 0)
      _exit(load_all(argv[2], few, 1) != few);
    int status = 0;
    right += waitpid(child, &status, 0) == child && status == 0;
  }
  if (right == tried)
    puts("right every time");
  else
    printf("right %d times of %d\n", right, tried);
  return 0;
}
