// host MODE PLUGIN STEP…: brings the runtime in as MODE says (../../elf/case.h), then takes one step after
// the other:
//
//   lib=PATH glib=PATH     dlopen, RTLD_LOCAL or RTLD_GLOBAL: "the library" of later steps
//   plugin plugin=PATH     loads it: "the plugin" of later steps
//   ask ask=RUNTIME        prints the plugin's state
//   story story=RUNTIME    prints its story on stderr
//   call=NAME              calls int NAME(void) of the plugin, prints what it says
//   fault=NAME             the same, which must fault; prints what is at the address
//   bind=RUNTIME           through the plugin's table; prints the result
//   provide=RUNTIME        the library; provide-main=, provide-none=, provide-null= likewise
//   gives=main|none|library what weakrt_host_1 will say (-DHOST_TABLE)
//   watch                  sets `changed` of the plugin's table
//   live=N main-live=N     foo_set_live of the library, of the main program
//   same                   whether the plugin has the library's copy; main-same: the main program's
//   close-lib close-plugin dlclose
//   modules                prints how many more modules there are than at the last time
//   secure                 prints whether this is secure execution
//   cd=DIR sleep=MILLISECONDS
//   replace=FILE           a copy of this program, which runs on in its place, has its file replaced by FILE,
//   or removed read-only              from now on the kernel refuses to make a page writable
#define _GNU_SOURCE
#include "foo.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <weakrt/weakrt.h>

#if defined HOST_LINKED || defined HOST_STATIC
int host_uses_it(void) {
  return foo_identify() + foo_is_live() + foo_version[0];
}
#endif

static void *library, *plugin;

static const char *base(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void *load(const char *name, int flags) {
  void *handle = dlopen(name, flags);
  if (!handle) {
    fprintf(stderr, "host: %s\n", dlerror());
    exit(3);
  }
  return handle;
}

static void print_state(const char *before, const struct weakrt_runtime_1 *told) {
  static const char *const words[] = {"absent", "hosted", "owned"};
  printf("%s%s: %s%s '%s' version '%s' missing '%s' initialised %d\n", before, told->name,
         told->failed ? "failed " : "", words[told->ownership], base(told->provider), told->version,
         told->missing, told->initialised);
}

static void *given;
static struct link_map fake;

#ifdef HOST_TABLE
static void *host_provider(const char *runtime) {
  printf("host is asked for %s\n", runtime);
  return given;
}
static void host_changed(const struct weakrt_plugin_table_1 *table, const struct weakrt_runtime_1 *runtime) {
  printf("host is told by %s of %u: ", table->size == sizeof *table ? "one" : "?", table->runtime_count);
  print_state("", runtime);
}
struct weakrt_host_table_1 weakrt_host_1 = {sizeof weakrt_host_1, host_provider, host_changed};
#endif

static struct weakrt_plugin_table_1 *table(void) {
  struct weakrt_plugin_table_1 *found = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  if (!found) {
    fprintf(stderr, "host: no weakrt_plugin_1\n");
    exit(5);
  }
  return found;
}

static void plugin_changed(void *data, const struct weakrt_runtime_1 *runtime) {
  struct weakrt_runtime_1 again;
  if (weakrt_ask(table(), runtime->name, &again) != WEAKRT_DONE)
    printf("and cannot ask; ");
  print_state(data, runtime);
}

static struct weakrt_runtime_1 state(const char *runtime) {
  struct weakrt_runtime_1 told;
  int result = weakrt_ask(table(), runtime, &told);
  if (result != WEAKRT_DONE) {
    fprintf(stderr, "host: asking for %s: %d\n", runtime, result);
    exit(6);
  }
  return told;
}

static int count_one(struct dl_phdr_info *info, size_t size, void *count) {
  (void)info, (void)size;
  ++*(int *)count;
  return 0;
}

static void print_modules(void) {
  static int last;
  int count = 0;
  dl_iterate_phdr(count_one, &count);
  printf("modules %+d\n", last ? count - last : 0);
  last = count;
}

static void *symbol(const char *name) {
  void *address = plugin ? dlsym(plugin, name) : 0;
  if (!address) {
    fprintf(stderr, "host: no %s\n", name);
    exit(7);
  }
  return address;
}

static int call(const char *name) {
  return ((int (*)(void))symbol(name))();
}

// Nothing here is async-signal-safe; the process has one thread and is about to end.
static void on_fault(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  char line[4096], access[5] = "none";
  FILE *maps = fopen("/proc/self/maps", "r");
  while (maps && fgets(line, sizeof line, maps)) {
    unsigned long first, end;
    if (sscanf(line, "%lx-%lx %4s", &first, &end, access) == 3 && first <= (unsigned long)info->si_addr &&
        (unsigned long)info->si_addr < end)
      break;
    strcpy(access, "none");
  }
  printf("fault in memory that is %s\n", access);
  fflush(stdout);
  _exit(0);
}

static void print_fault(const char *name) {
  struct sigaction action = {0};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, 0);
  printf("no fault: %d\n", call(name));
}

static void print_result(const char *what, int result) {
  static const char *const words[] = {"done", "failed", "busy", "unknown"};
  printf("%s %s\n", what, words[result]);
}

static void set_live(void *handle, const char *live) {
  ((void (*)(int))dlsym(handle, "foo_set_live"))(atoi(live));
}

static void print_same(void *handle) {
  const void *function = dlsym(handle, "foo_add");
  printf("same %d\n", function && function == ((const void *(*)(void))symbol("plugin_where"))());
}

static void copy_file(const char *from, const char *to) {
  char buffer[65536];
  FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
  if (!in || !out) {
    fprintf(stderr, "host: cannot copy %s to %s\n", from, to);
    exit(8);
  }
  for (size_t length; (length = fread(buffer, 1, sizeof buffer, in)) > 0;)
    fwrite(buffer, 1, length, out);
  fclose(in);
  fclose(out);
  chmod(to, 0755);
}

static char **arguments;

// Twice through here: what runs first makes a copy and becomes it.
static void replace_program(const char *other) {
  static const char suffix[] = ".running";
  char self[4096] = "", copy[4096 + sizeof suffix];
  if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
    exit(8);
  if (!strstr(self, suffix)) {
    snprintf(copy, sizeof copy, "%s%s", self, suffix);
    copy_file("/proc/self/exe", copy);
    execv(copy, arguments);
    exit(8);
  }
  remove(self);
  if (*other)
    copy_file(other, self);
}

// Answers mprotect(…, PROT_WRITE) with EPERM, as a hardened process might.
static void forbid_writable_pages(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mprotect, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    perror("host: seccomp");
    exit(9);
  }
}

static int step(const char *name, const char *value) {
  const char *runtime = *value ? value : "foo";
  if (strcmp(name, "lib") == 0)
    library = load(value, RTLD_NOW | RTLD_LOCAL);
  else if (strcmp(name, "glib") == 0)
    library = load(value, RTLD_NOW | RTLD_GLOBAL);
  else if (strcmp(name, "plugin") == 0)
    plugin = load(value, RTLD_NOW);
  else if (strcmp(name, "ask") == 0) {
    struct weakrt_runtime_1 told = state(runtime);
    print_state("", &told);
  } else if (strcmp(name, "story") == 0)
    fprintf(stderr, "%s\n", state(runtime).story);
  else if (strcmp(name, "call") == 0) {
    int result = call(value);
    printf("%s %d\n", value, result);
  } else if (strcmp(name, "fault") == 0)
    print_fault(value);
  else if (strcmp(name, "bind") == 0)
    print_result("bind", table()->bind(runtime));
  else if (strcmp(name, "provide") == 0)
    print_result("provide", table()->provide(runtime, library));
  else if (strcmp(name, "provide-main") == 0)
    print_result("provide", table()->provide(runtime, dlopen(0, RTLD_NOW)));
  else if (strcmp(name, "provide-none") == 0)
    print_result("provide", table()->provide(runtime, &fake));
  else if (strcmp(name, "provide-null") == 0)
    print_result("provide", table()->provide(runtime, 0));
  else if (strcmp(name, "gives") == 0)
    given = strcmp(value, "main") == 0   ? dlopen(0, RTLD_NOW)
            : strcmp(value, "none") == 0 ? (void *)&fake
                                         : library;
  else if (strcmp(name, "watch") == 0) {
    table()->data = "plugin is told: ";
    table()->changed = plugin_changed;
  } else if (strcmp(name, "live") == 0)
    set_live(library, value);
  else if (strcmp(name, "main-live") == 0)
    set_live(RTLD_DEFAULT, value);
  else if (strcmp(name, "same") == 0)
    print_same(library);
  else if (strcmp(name, "main-same") == 0)
    print_same(RTLD_DEFAULT);
  else if (strcmp(name, "close-lib") == 0)
    dlclose(library);
  else if (strcmp(name, "close-plugin") == 0)
    dlclose(plugin);
  else if (strcmp(name, "modules") == 0)
    print_modules();
  else if (strcmp(name, "cd") == 0)
    return chdir(value);
  else if (strcmp(name, "secure") == 0)
    printf("secure %lu\n", getauxval(AT_SECURE));
  else if (strcmp(name, "sleep") == 0)
    usleep(1000 * atoi(value));
  else if (strcmp(name, "replace") == 0)
    replace_program(value);
  else if (strcmp(name, "read-only") == 0)
    forbid_writable_pages();
  else {
    fprintf(stderr, "host: no step %s\n", name);
    return 2;
  }
  return 0;
}

int main(int argc, char **argv) {
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 3)
    return 2;
  fake.l_name = "";
  arguments = argv;
  if (strcmp(argv[1], "local") == 0)
    library = load("libfoo.so.1", RTLD_NOW | RTLD_LOCAL);
  if (strcmp(argv[1], "global") == 0)
    library = load("libfoo.so.1", RTLD_NOW | RTLD_GLOBAL);
  if (strcmp(argv[1], "renamed") == 0)
    library = load("libhostfoo.so.9", RTLD_NOW | RTLD_LOCAL);
  for (int i = 3; i < argc; ++i) {
    char *value = strchr(argv[i], '=');
    if (value)
      *value++ = 0;
    int code = step(argv[i], value ? value : strcmp(argv[i], "plugin") == 0 ? argv[2] : "");
    if (code)
      return code;
  }
  return 0;
}
