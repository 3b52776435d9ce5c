// The one symbol that every plugin exports; see include/weakrt/weakrt.h.
#include "stub/core/strings.h"
#include "stub/core/turn.h"

namespace weakrt {

static int runtime(uint32_t index, weakrt_runtime_1 *out) {
  if (index >= weakrt_own_table.runtime_count)
    return WEAKRT_UNKNOWN;
  Turn turn;
  if (!turn.mine)
    return WEAKRT_BUSY;
  uint32_t size = out->size < sizeof *out ? out->size : sizeof *out;
  memcpy(out, &ask(index), size);
  out->size = size;
  return WEAKRT_DONE;
}

static int bind(const char *name) {
  return bind_now(name, nullptr);
}

static int provide(const char *name, void *handle) {
  return handle ? bind_now(name, handle) : WEAKRT_FAILED;
}

} // namespace weakrt

extern "C" {

weakrt_plugin_table_1 weakrt_own_table = {
    sizeof(weakrt_plugin_table_1), 0, weakrt::runtime, weakrt::bind, weakrt::provide, nullptr, nullptr, 0, 0};

// Every plugin of the process exports this name, so it is protected: a plugin that
// refers to it must meet its own. The stub uses a name that nobody else sees.
extern weakrt_plugin_table_1 weakrt_plugin_1 [[gnu::visibility("protected"), gnu::alias("weakrt_own_table")]];

} // extern "C"
