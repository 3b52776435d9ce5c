#include "stub/elf/plugin_table.h"

#include "stub/elf/bind.h"
#include "stub/include/weakrt/weakrt.h"

namespace weakrt::elf {

static int describe_runtime(uint32_t index, weakrt_runtime_1 *out) {
  RecordView record = plugin_record();
  if (index >= record->runtimes.count || !out)
    return -1;
  const Provider &provider = provider_of(index);
  bool found = provider.ownership != WEAKRT_ABSENT;
  out->name = record.text(record.runtime(index)->name);
  out->ownership = provider.ownership;
  out->provider = found ? provider.module.name : "";
  out->version = found ? provider.version : "";
  out->story = story_of(index);
  return 0;
}

} // namespace weakrt::elf

extern "C" {

[[gnu::visibility("hidden")]] weakrt_plugin_table_1 weakrt_own_table = {sizeof(weakrt_plugin_table_1), 0,
                                                                        weakrt::elf::describe_runtime};

// Every plugin of the process exports this name, so it is protected: a plugin that
// refers to it must meet its own. The stub uses a name that nobody else sees.
extern weakrt_plugin_table_1 weakrt_plugin_1 [[gnu::visibility("protected"), gnu::alias("weakrt_own_table")]];

} // extern "C"

void weakrt::elf::publish_plugin_table() {
  weakrt_own_table.runtime_count = plugin_record()->runtimes.count;
}
