//! about: `global = true`: a provider that is RTLD_LOCAL, or that weakrt loads, is made global; else it is not
//! host: host.c
//! alone:
//! hosts: local absent
//! variant: asked-for | manifest: global.toml | expect-stdout: *: 7\nglobal 1
//! variant: not-asked-for | manifest: ../common/plugin.toml | expect-stdout: *: 7\nglobal 0
#include "foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
