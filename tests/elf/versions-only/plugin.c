//! about: the runtime's version requirement is the only one: with the last of them DT_VERSYM must go too
//! runtime-flags: -Wl,--version-script={case}/runtime.map
//! plugin-flags: -nostdlib
//! hosts: linked local absent
//! expect-no-dynamic: VERNEED
//! variant: alone
//! variant: beside-own-versions | plugin-flags: -Wl,--version-script={case}/../versions/plugin.map | expect-dynamic: VERSYM | check: nm -D "$WEAK" > n && grep -q plugin_run@@PLUGIN_1 n
//! check: readelf -dW "$HARD" | grep -q VERNEED
#include "foo.h"

static int *const element = &foo_array[2];

// The host brings stdio along; nothing here is versioned but the runtime.
int puts(const char *);
int plugin_run(void) {
  puts(foo_add(3, 4) == 7 && *element == 30 && foo_data == 42 ? "right" : "wrong");
  return 0;
}
