// host MODE PLUGIN loading|binding. Loading: threads load and close the plugin all the time, while another
// forks children that load it and bind. Binding: a thread is held inside the question whether the runtime is
// initialised.
//
// Nobody is inside dlopen at the moment of the fork: glibc's loader does not survive that. Measured with 2.36
// and nothing but libm.so.6: of 40 such children 4 hung in dlopen and 3 died of an assertion of ld.so's.
#include "../common/foo.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <weakrt/weakrt.h>

enum { loaders = 4 };
static atomic_int stop;
static const char *name;
static pthread_rwlock_t loading = PTHREAD_RWLOCK_INITIALIZER;

static struct weakrt_plugin_table_1 *table_of(void *plugin) {
  struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  if (!table)
    abort();
  return table;
}

static int add(void *plugin) {
  return ((int (*)(void))dlsym(plugin, "plugin_run"))();
}

static void *load_all_the_time(void *unused) {
  while (!stop) {
    pthread_rwlock_rdlock(&loading);
    void *plugin = dlopen(name, RTLD_NOW);
    pthread_rwlock_unlock(&loading);
    table_of(plugin)->bind("foo");
    pthread_rwlock_rdlock(&loading);
    dlclose(plugin);
    pthread_rwlock_unlock(&loading);
    usleep(100); // the forking thread must get its turn
  }
  return unused;
}

static int load_in_child(void) {
  alarm(10);
  void *plugin = dlopen(name, RTLD_NOW);
  return table_of(plugin)->bind("foo") == WEAKRT_DONE && add(plugin) == 7 ? 0 : 1;
}

static int while_loading(void) {
  enum { children = 200 };
  pthread_t threads[loaders];
  int bound = 0;
  for (int i = 0; i < loaders; ++i)
    pthread_create(&threads[i], 0, load_all_the_time, 0);
  for (int i = 0; i < children; ++i) {
    pthread_rwlock_wrlock(&loading);
    pid_t child = fork();
    if (child == 0)
      _exit(load_in_child());
    pthread_rwlock_unlock(&loading);
    int status = 1;
    waitpid(child, &status, 0);
    bound += status == 0;
    if (status != 0)
      fprintf(stderr, "child %d: %s %d\n", i, WIFSIGNALED(status) ? "signal" : "exit code",
              WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  }
  stop = 1;
  for (int i = 0; i < loaders; ++i)
    pthread_join(threads[i], 0);
  printf("%d of %d children bound\n", bound, children);
  return 0;
}

static void *gate;
static atomic_int asked, go_on;

// What the runtime calls when it is asked whether it is initialised.
static void wait_inside(void) {
  asked = 1;
  while (!go_on)
    usleep(1000);
}

static void *bind_in_thread(void *plugin) {
  return (void *)(long)table_of(plugin)->bind("foo");
}

static int while_binding(void) {
  void *plugin = dlopen(name, RTLD_NOW);
  struct weakrt_plugin_table_1 *table = table_of(plugin);
  struct weakrt_runtime_1 told;
  // Loaded only now, so that the plugin is not bound yet.
  void *runtime = dlopen("libfoo.so.1", RTLD_NOW);
  gate = dlsym(runtime, "foo_on_ask");
  if (!gate)
    abort();
  *(void (**)(void))gate = wait_inside;
  pthread_t thread;
  pthread_create(&thread, 0, bind_in_thread, plugin);
  while (!asked)
    usleep(1000);
  printf("parent is busy: bind %d ask %d\n", table->bind("foo"), weakrt_ask(table, "foo", &told));
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(10);
    go_on = 1;
    int result = table->bind("foo");
    printf("child: bind %d ask %d, add %d\n", result, weakrt_ask(table, "foo", &told),
           result ? 0 : add(plugin));
    fflush(stdout);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    printf("child: signal %d\n", WTERMSIG(status));
  go_on = 1;
  void *result;
  pthread_join(thread, &result);
  printf("thread: bind %ld\n", (long)result);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  name = argv[2];
  if (strcmp(argv[3], "binding") == 0)
    return while_binding();
  if (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW))
    return 3;
  return while_loading();
}
