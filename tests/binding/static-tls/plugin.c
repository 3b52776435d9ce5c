//! about: a thread-local variable of a runtime, compiled for static TLS, which a library that comes later has not
//! alone:
//! plugin-cflags: -ftls-model=initial-exec
//! variant: there-at-start | hosts: linked | host-args: plugin ask call=plugin_own | expect-stdout: *: foo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_own 3
//! variant: too-late | hosts: absent | golden: | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '2.3.4' missing '' initialised 0
#include "../common/plugin.c"

extern __thread int foo_per_thread;

int plugin_own(void) {
  return foo_per_thread;
}
