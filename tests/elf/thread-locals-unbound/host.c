// Nobody has the runtime: what comes of touching its thread-local variables all the same, in this thread and
// in another one. With a further argument, `where`, it tells the place.
#include <dlfcn.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static __thread sigjmp_buf back;
static __thread uintptr_t fault;
static __thread int code;
static void *plugin;
static int tells_where;

static void caught(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  fault = (uintptr_t)info->si_addr;
  code = info->si_code;
  siglongjmp(back, 1);
}

// The kernel gives no address for what cannot be one.
static const char *kind_of_place(void) {
  unsigned long begin, end;
  char mode[8], line[4096];
  const char *found = fault < 65536 && code != SI_KERNEL ? " in the first page" : " where nothing can be";
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    if (sscanf(line, "%lx-%lx %7s", &begin, &end, mode) == 3 && fault >= begin && fault < end)
      found = mode[0] == '-' && mode[1] == '-' ? " in a guard" : " in what is mapped";
  fclose(maps);
  return found;
}

// How a function of the plugin ends.
static const char *end_of(const char *name) {
  int (*volatile function)(void) = (int (*)(void))dlsym(plugin, name);
  if (sigsetjmp(back, 1) == 0)
    return function() ? "not null" : "null";
  return tells_where ? kind_of_place() : "";
}

static void *touch_all(void *who) {
  static const char *const required[] = {"plugin_read", "plugin_write", "plugin_element", "plugin_member"};
  const char *first = end_of(required[0]);
  for (int i = 1; i < 4; ++i)
    if (strcmp(end_of(required[i]), first) != 0)
      printf("%s does not end so\n", required[i]);
  printf("%s: required: faults%s\n", (const char *)who, first);
  printf("%s: optional: faults%s\n", (const char *)who, end_of("plugin_optional"));
  if (tells_where)
    printf("%s: optional: %s\n", (const char *)who, end_of("plugin_optional_address"));
  return 0;
}

int main(int argc, char **argv) {
  static char main_thread[] = "main", other_thread[] = "other";
  struct sigaction action = {.sa_sigaction = caught, .sa_flags = SA_SIGINFO};
  sigaction(SIGSEGV, &action, 0);
  setvbuf(stdout, 0, _IONBF, 0);
  plugin = argc < 3 ? 0 : dlopen(argv[2], RTLD_NOW);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  tells_where = argc > 3;
  touch_all(main_thread);
  pthread_t thread;
  pthread_create(&thread, 0, touch_all, other_thread);
  pthread_join(thread, 0);
  return 0;
}
