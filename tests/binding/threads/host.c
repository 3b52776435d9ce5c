// host MODE PLUGIN OTHER [late]: in each of 20 processes 64 threads load 64 plugins at once, copies of PLUGIN
// and of OTHER by turns, whose manifests name different libraries. Late: they are loaded before there is any
// of those, and bound at once when there are. Tells in how many of the processes there was one provider, and
// all had that.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <weakrt/weakrt.h>

enum { count = 64, rounds = 20 };
static char copies[count][4096];
static pthread_barrier_t start, loaded;
static int late;
static const char *folder;

static void copy_file(const char *from, const char *to) {
  char buffer[65536];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  if (!in || !out)
    abort();
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, in)) > 0;)
    fwrite(buffer, 1, length, out);
  fclose(in);
  fclose(out);
}

static void *load(void *name) {
  pthread_barrier_wait(&start);
  void *plugin = dlopen(name, RTLD_NOW);
  const struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  if (late) {
    pthread_barrier_wait(&loaded); // then the libraries are put in their place
    pthread_barrier_wait(&loaded);
    // Another thread has two copies there for the moment until it lets go of its own.
    int result = WEAKRT_FAILED;
    for (int i = 0; table && result != WEAKRT_DONE && i < 1000; ++i, sched_yield())
      result = table->bind("foo");
    if (result != WEAKRT_DONE)
      return 0;
  }
  struct weakrt_runtime_1 told;
  if (!table || weakrt_ask(table, "foo", &told) != WEAKRT_DONE || told.failed)
    return 0;
  return (void *)((const void *(*)(void))dlsym(plugin, "plugin_where"))();
}

static int count_provider(struct dl_phdr_info *info, size_t size, void *found) {
  (void)size;
  *(int *)found += strstr(info->dlpi_name, "/libone.so") || strstr(info->dlpi_name, "/libtwo.so");
  return 0;
}

static void place(const char *name, int there) {
  char here[4096], aside[4096];
  snprintf(here, sizeof here, "%s/%s", folder, name);
  snprintf(aside, sizeof aside, "%s/%s.aside", folder, name);
  if (there ? rename(aside, here) : rename(here, aside))
    if (errno != ENOENT)
      abort();
}

static int one_process(void) {
  pthread_t threads[count];
  void *found[count];
  pthread_barrier_init(&start, 0, count);
  pthread_barrier_init(&loaded, 0, count + 1);
  for (int i = 0; i < count; ++i)
    pthread_create(&threads[i], 0, load, copies[i]);
  if (late) {
    pthread_barrier_wait(&loaded);
    place("libone.so", 1);
    place("libtwo.so", 1);
    pthread_barrier_wait(&loaded);
  }
  int right = 0, providers = 0;
  for (int i = 0; i < count; ++i) {
    pthread_join(threads[i], &found[i]);
    right += found[i] && found[i] == found[0];
  }
  dl_iterate_phdr(count_provider, &providers);
  if (right == count && providers == 1)
    return 0;
  fprintf(stderr, "%d of %d plugins with the provider of the first, %d providers\n", right, count, providers);
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 5)
    return 2;
  folder = argv[4];
  late = argc > 5 && strcmp(argv[5], "late") == 0;
  for (int i = 0; i < count; ++i) {
    snprintf(copies[i], sizeof copies[i], "%s.%d", argv[2], i);
    copy_file(argv[2 + i % 2], copies[i]);
  }
  int right = 0;
  for (int i = 0; i < rounds; ++i) {
    place("libone.so", !late);
    place("libtwo.so", !late);
    pid_t child = fork();
    if (child == 0)
      _exit(one_process());
    int status = 1;
    waitpid(child, &status, 0);
    right += status == 0;
  }
  for (int i = 0; i < count; ++i)
    remove(copies[i]);
  printf("one provider in %d of %d\n", right, rounds);
  return 0;
}
