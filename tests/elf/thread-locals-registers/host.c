// Threads in each of which the plugin is the first to touch the runtime's variables, so that the loader
// allocates them then: by a malloc that overwrites all registers that a function may.
#include "foo.h"
#include "registers.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#if defined HOST_LINKED || defined HOST_STATIC
int host_uses_it(void) {
  return foo_identify();
}
#endif

void clobber_all(const struct registers *);

static struct registers level;
static char memory[64 << 20] __attribute__((aligned(64)));
static size_t used;

void *malloc(size_t size) {
  void *block = memory + __atomic_fetch_add(&used, (size + 79) & ~(size_t)63, __ATOMIC_RELAXED) + 64;
  ((size_t *)block)[-1] = size;
  clobber_all(&level);
  return block;
}
void *calloc(size_t count, size_t size) {
  return malloc(count * size);
}
void *realloc(void *old, size_t size) {
  void *block = malloc(size);
  if (old)
    memcpy(block, old, ((size_t *)old)[-1] < size ? ((size_t *)old)[-1] : size);
  return block;
}
void *aligned_alloc(size_t alignment, size_t size) {
  char *block = malloc(size + alignment);
  return block + (alignment - (size_t)block % alignment) % alignment;
}
void *memalign(size_t alignment, size_t size) {
  return aligned_alloc(alignment, size);
}
void free(void *block) {
  (void)block;
}

static int (*use)(unsigned);

static void *run(void *round) {
  return (void *)(intptr_t)use((unsigned)(intptr_t)round);
}

int main(int argc, char **argv) {
  level.level = vector_level();
  setvbuf(stdout, 0, _IONBF, 0);
  if (argc < 3)
    return 2;
  if (strcmp(argv[1], "local") == 0)
    dlopen("libfoo.so.1", RTLD_NOW | RTLD_LOCAL);
  void *plugin = dlopen(argv[2], RTLD_NOW);
  if (!plugin)
    return fprintf(stderr, "%s\n", dlerror()), 3;
  use = (int (*)(unsigned))dlsym(plugin, "plugin_use");
  int lost = 0;
  for (intptr_t round = 1; round <= 20; ++round) {
    pthread_t thread;
    void *result;
    pthread_create(&thread, 0, run, (void *)round);
    pthread_join(thread, &result);
    lost += result != 0;
  }
  puts(lost ? "lost" : "kept, in each thread");
  return 0;
}
