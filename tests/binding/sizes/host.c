// host MODE PLUGIN: asks with each size from none to twice as much.
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

// A later version's: more at the end.
struct later {
  struct weakrt_runtime_1 known;
  unsigned char unknown[sizeof(struct weakrt_runtime_1)];
};

static int untouched(const unsigned char *bytes, size_t from, size_t end) {
  for (size_t i = from; i < end; ++i)
    if (bytes[i] != 0xa5)
      return 0;
  return 1;
}

int main(int argc, char **argv) {
  if (argc < 3 || (strcmp(argv[1], "local") == 0 && !dlopen("libfoo.so.1", RTLD_NOW)))
    return 2;
  void *plugin = dlopen(argv[2], RTLD_NOW);
  struct weakrt_plugin_table_1 *table = plugin ? dlsym(plugin, "weakrt_plugin_1") : 0;
  struct weakrt_runtime_1 whole = {.size = sizeof whole};
  if (!table || table->runtime(0, &whole) != WEAKRT_DONE)
    return 3;
  int right = 1;
  for (uint32_t size = sizeof(uint32_t); size <= sizeof(struct later); ++size) {
    union {
      struct later later;
      unsigned char bytes[sizeof(struct later)];
    } told;
    memset(&told, 0xa5, sizeof told);
    told.later.known.size = size;
    uint32_t known = size < sizeof whole ? size : sizeof whole;
    right &= table->runtime(0, &told.later.known) == WEAKRT_DONE && told.later.known.size == known;
    told.later.known.size = whole.size;
    right &= memcmp(&told, &whole, known) == 0 && untouched(told.bytes, known, sizeof told);
  }
  printf("table %d, sizes right %d\n", table->size == sizeof *table && table->runtime_count == 1, right);
  return 0;
}
