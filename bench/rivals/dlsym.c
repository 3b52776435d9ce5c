// A loop over dlsym. The names lie behind one another, so that the library has no relocations for them.
#include <dlfcn.h>
#include <string.h>

#define NAME(name) #name "\0"
static const char names[] =
#include NAMES
    ;
#undef NAME
#define NAME(name) +1
enum {
  count = 0
#include NAMES
};
static void *slots[count];

__attribute__((constructor)) static void bind(void) {
  void *runtime = dlopen("libbench_runtime.so", RTLD_LAZY | RTLD_NOLOAD);
  const char *name = names;
  for (int i = 0; i < count; ++i) {
    slots[i] = dlsym(runtime, name);
    name += strlen(name) + 1;
  }
}

void fill(void **to) {
  memcpy(to, slots, sizeof slots);
}
