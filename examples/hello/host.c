// A plain C program that knows nothing of Python: it loads the plugin given to it.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void print_mapped_pythons(void) {
  char line[4096], last[4096] = "";
  FILE *maps = fopen("/proc/self/maps", "r");
  printf("Python is mapped from:");
  while (maps && fgets(line, sizeof line, maps)) {
    char *path = strchr(line, '/');
    if (path && strstr(path, "/libpython3.") && strcmp(path, last) != 0)
      printf(" %.*s", (int)strcspn(path, "\n"), strcpy(last, path));
  }
  puts("");
}

int main(int argc, char **argv) {
  void *plugin = dlopen(argc > 1 ? argv[1] : "", RTLD_NOW);
  void (*greet)(const char *) = plugin ? (void (*)(const char *))dlsym(plugin, "greet_stdout") : NULL;
  if (!greet) {
    fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  greet("C");
  print_mapped_pythons();
  return 0;
}
