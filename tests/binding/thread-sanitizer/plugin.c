//! about: ThreadSanitizer watches the host and the runtime while 64 threads load a plugin, ask it and bind it
//! slow:
//! alone:
//! host: host.c
//! hosts: local absent
//! runtime-cflags: -fsanitize=thread
//! host-cflags: -fsanitize=thread
//! runtime-flags: -fsanitize=thread
//! host-flags: -fsanitize=thread
//! env: TSAN_OPTIONS=exitcode=66:suppressions={case}/suppressions
//! requires: setarch
//! run: setarch -R {host} {mode} {plugin}
//! expect-out: 64 of 64
#include "../common/plugin.c"
