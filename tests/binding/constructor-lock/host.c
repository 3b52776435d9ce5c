// host MODE PLUGIN WHAT: a thread takes the host's lock; the main thread loads the plugin, whose runtime's
// constructor wants that lock; then the first thread does WHAT before it lets go. Prints whether both come to
// an end.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static atomic_int held, wanted;
static const char *what, *plugin_name;

void host_lock(void);
void host_unlock(void);
void host_lock(void) {
  wanted = 1;
  pthread_mutex_lock(&lock);
}
void host_unlock(void) {
  pthread_mutex_unlock(&lock);
}

static void *hold(void *unused) {
  pthread_mutex_lock(&lock);
  held = 1;
  while (!wanted)
    usleep(1000);
  usleep(20000); // until the constructor waits
  if (strcmp(what, "loads") == 0)
    dlopen("libm.so.6", RTLD_NOW);
  if (strcmp(what, "looks-up") == 0)
    dlsym(RTLD_DEFAULT, "printf");
  pthread_mutex_unlock(&lock);
  return unused;
}

static void hangs(int signal) {
  (void)signal;
  static const char words[] = "hangs\n";
  _exit(write(1, words, sizeof words - 1) < 0);
}

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  plugin_name = argv[2];
  what = argv[3];
  signal(SIGALRM, hangs);
  alarm(1);
  pthread_t thread;
  int alone = strcmp(what, "itself") == 0;
  if (alone)
    pthread_mutex_lock(&lock);
  else {
    pthread_create(&thread, 0, hold, 0);
    while (!held)
      usleep(1000);
  }
  void *plugin = dlopen(plugin_name, RTLD_NOW);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  if (!alone)
    pthread_join(thread, 0);
  printf("loaded %d\n", ((int (*)(void))dlsym(plugin, "plugin_run"))());
  return 0;
}
