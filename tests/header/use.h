/* weakrt.h as its users compile it: as old C and as old C++, with every warning an error. */
#include <weakrt/weakrt.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

static int describe(uint32_t index, struct weakrt_runtime_1 *out) {
  static const char *const names[] = {"python", "lua"};
  if (index > 1)
    return WEAKRT_UNKNOWN;
  out->name = names[index];
  out->initialised = (int)index;
  return out->size == sizeof *out ? WEAKRT_DONE : WEAKRT_FAILED;
}

static int busy(uint32_t index, struct weakrt_runtime_1 *out) {
  (void)index;
  (void)out;
  return WEAKRT_BUSY;
}

static int expect(int condition, const char *what) {
  if (!condition)
    printf("not so: %s\n", what);
  return !condition;
}

int main(void) {
  struct weakrt_plugin_table_1 table;
  struct weakrt_runtime_1 out;
  int wrong = 0;
  memset(&table, 0, sizeof table);
  table.size = sizeof table;
  table.runtime_count = 2;
  table.runtime = describe;
  wrong +=
      expect(weakrt_ask(&table, "lua", &out) == WEAKRT_DONE && out.initialised == 1, "lua is the second");
  wrong +=
      expect(weakrt_ask(&table, "python", &out) == WEAKRT_DONE && out.initialised == 0, "python the first");
  wrong += expect(weakrt_ask(&table, "pythonic", &out) == WEAKRT_UNKNOWN, "a longer name is another");
  wrong += expect(weakrt_ask(&table, "lu", &out) == WEAKRT_UNKNOWN, "so is a shorter one");
  wrong += expect(weakrt_ask(&table, "", &out) == WEAKRT_UNKNOWN, "and an empty one");
  table.runtime = busy;
  wrong += expect(weakrt_ask(&table, "lua", &out) == WEAKRT_BUSY, "busy is passed on");
  /* What plugins of other versions rely on. */
  wrong += expect(offsetof(struct weakrt_runtime_1, size) == 0 &&
                      offsetof(struct weakrt_plugin_table_1, size) == 0 &&
                      offsetof(struct weakrt_host_table_1, size) == 0,
                  "the sizes come first");
  return wrong;
}
