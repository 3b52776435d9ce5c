// host MODE PLUGIN threads|after-fork|during-fork|signal|cancelled
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { count = 64, rounds = 20, children = 50 };
static pthread_barrier_t start;
static int (*run)(void);

static void *call(void *result) {
  pthread_barrier_wait(&start);
  *(int *)result = run();
  return 0;
}

static int all_threads(void) {
  pthread_t threads[count];
  int results[count] = {0}, right = 0;
  pthread_barrier_init(&start, 0, count);
  for (int i = 0; i < count; ++i)
    pthread_create(&threads[i], 0, call, &results[i]);
  for (int i = 0; i < count; ++i) {
    pthread_join(threads[i], 0);
    right += results[i] == 7;
  }
  return right;
}

static int ended_well(pid_t child) {
  int status = 1;
  waitpid(child, &status, 0);
  return status == 0;
}

static void threads(void) {
  int good = 0;
  for (int i = 0; i < rounds; ++i) {
    pid_t child = fork();
    if (child == 0)
      _exit(all_threads() == count ? 0 : 1);
    good += ended_well(child);
  }
  printf("%d of %d right in %d of %d\n", count, count, good, rounds);
}

static void after_fork(void) {
  pid_t child = fork();
  int result = run();
  if (child == 0)
    _exit(result == 7 ? 0 : 1);
  printf("parent %d child %d\n", result, ended_well(child) ? 7 : -1);
}

// The children are forked while another thread is inside of the first call, sleeping in a constructor: so
// the parent's loader is locked, and a child that loads something waits for ever in glibc itself. They only
// look whether the state of the plugin lets them live.
static void during_fork(void) {
  pthread_t thread;
  int result = 0, good = 0;
  pthread_barrier_init(&start, 0, 2);
  pthread_create(&thread, 0, call, &result);
  pthread_barrier_wait(&start);
  for (int i = 0; i < children; ++i) {
    pid_t child = fork();
    if (child == 0)
      _exit(0);
    good += ended_well(child);
  }
  pthread_join(thread, 0);
  pid_t child = fork();
  if (child == 0)
    _exit(run() == 7 ? 0 : 1);
  good -= !ended_well(child);
  printf("parent %d, %d of %d children\n", result, good, children);
}

static volatile int in_handler;
static void handle(int number) {
  (void)number;
  in_handler = run();
}

static void from_signal(void) {
  signal(SIGUSR1, handle);
  raise(SIGUSR1);
  printf("handler %d, then %d\n", in_handler, run());
}

// A cancellation waits for the next cancellation point; a call of a function is none, the first one either.
static void *call_cancelled(void *result) {
  pthread_cancel(pthread_self());
  *(int *)result = run();
  pthread_testcancel();
  return 0;
}

static void cancelled(void) {
  pthread_t thread;
  int result = 0;
  void *end = 0;
  pthread_create(&thread, 0, call_cancelled, &result);
  pthread_join(thread, &end);
  printf("thread %d, %s, then %d\n", result, end == PTHREAD_CANCELED ? "cancelled" : "not cancelled", run());
}

int main(int argc, char **argv) {
  void *plugin = argc > 3 ? dlopen(argv[2], RTLD_NOW) : 0;
  run = plugin ? (int (*)(void))dlsym(plugin, "plugin_run") : 0;
  if (!run)
    return 2;
  alarm(100);
  if (strcmp(argv[3], "threads") == 0)
    threads();
  else if (strcmp(argv[3], "after-fork") == 0)
    after_fork();
  else if (strcmp(argv[3], "during-fork") == 0)
    during_fork();
  else if (strcmp(argv[3], "signal") == 0)
    from_signal();
  else if (strcmp(argv[3], "cancelled") == 0)
    cancelled();
  return 0;
}
