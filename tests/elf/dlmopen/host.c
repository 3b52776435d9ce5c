#define _GNU_SOURCE
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#ifdef HOST_LINKED
int host_uses_it(void) {
  return foo_identify();
}
#endif

static void *plugin_data(void *plugin) {
  void *(*data)(void) = (void *(*)(void))dlsym(plugin, "plugin_data");
  return data ? data() : 0;
}

int main(int argc, char **argv) {
  if (argc < 3)
    return 2;
  void *base_runtime =
      dlopen("libfoo.so.1", RTLD_NOW | RTLD_LOCAL | (strcmp(argv[1], "absent") ? 0 : RTLD_NOLOAD));

  // 1: the namespace has a runtime of its own. 2: it has none, and one must be loaded there.
  void *own = dlmopen(LM_ID_NEWLM, "libfoo.so.1", RTLD_NOW);
  Lmid_t lmid = 0;
  if (!own || dlinfo(own, RTLD_DI_LMID, &lmid) != 0)
    return 3;
  void *first = dlmopen(lmid, argv[2], RTLD_NOW);
  if (!first)
    return fprintf(stderr, "%s\n", dlerror()), 4;
  printf("first: binds inside %d\n", plugin_data(first) == dlsym(own, "foo_data"));

  void *second = dlmopen(LM_ID_NEWLM, argv[2], RTLD_NOW);
  if (!second)
    return fprintf(stderr, "%s\n", dlerror()), 5;
  void *found = plugin_data(second);
  printf("second: %d\n", found && found != dlsym(own, "foo_data"));
  printf("across: %d\n", base_runtime && found == dlsym(base_runtime, "foo_data"));
  printf("works: %d %d\n", ((int (*)(void))dlsym(first, "plugin_run"))(),
         ((int (*)(void))dlsym(second, "plugin_run"))());

  // 3: and one in the base namespace, as ever.
  void *third = dlopen(argv[2], RTLD_NOW);
  printf("third: %d %d\n", third && plugin_data(third) != found,
         ((int (*)(void))dlsym(third, "plugin_run"))());
  return 0;
}
