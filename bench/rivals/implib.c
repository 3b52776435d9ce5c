// What Implib.so's resolve-all does: a table of the names, dlsym for each, a table of the addresses.
#include <dlfcn.h>
#include <string.h>

#define NAME(name) #name,
static const char *const names[] = {
#include NAMES
};
static void *slots[sizeof names / sizeof *names];

__attribute__((constructor)) static void resolve_all(void) {
  void *runtime = dlopen("libbench_runtime.so", RTLD_LAZY | RTLD_NOLOAD);
  for (size_t i = 0; i < sizeof names / sizeof *names; ++i)
    slots[i] = dlsym(runtime, names[i]);
}

void fill(void **to) {
  memcpy(to, slots, sizeof slots);
}
