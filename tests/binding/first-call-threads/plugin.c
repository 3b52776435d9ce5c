//! about: threads that make their first calls at the same time, in signal handlers, beside and after a fork, and in a thread that is cancelled
//! alone:
//! manifest: ../first-call/call.toml
//! hosts: absent
//! host: host.c
//! host-flags: -pthread
//! variant: threads | host-args: threads | expect-stdout: *: 64 of 64 right in 20 of 20
//! variant: after-fork | host-args: after-fork | expect-stdout: *: parent 7 child 7
//! variant: during-fork | host-args: during-fork | expect-stdout: *: parent 7, 50 of 50 children
//! variant: signal | host-args: signal | expect-stdout: *: handler 7, then 7
//! variant: cancelled | host-args: cancelled | expect-stdout: *: thread 7, cancelled, then 7
#include "../common/plugin.c"
