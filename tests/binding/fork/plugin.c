//! about: fork while other threads load, close and bind plugins: the child loads and binds, and does not hang
//! slow:
//! alone:
//! host: host.c
//! host-flags: -pthread
//! hosts: local
//! manifest: ../common/never.toml
//! variant: while-loading | host-args: loading | expect-stdout: *: 200 of 200 children bound
//! variant: while-binding | host-args: binding | expect-stdout: *: parent is busy: bind 2 ask 2\nchild: bind 0 ask 0, add 7\nthread: bind 0
#include "../common/plugin.c"
