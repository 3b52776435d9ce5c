//! about: a runtime whose constructor calls the plugin, which calls the runtime, while the first call loads it
//! alone:
//! manifest: ../first-call/call.toml
//! hosts: absent
//! golden:
//! host: host.c
//! host-flags: -rdynamic
//! expect-exit: *: SIGABRT
#include "../common/plugin.c"
