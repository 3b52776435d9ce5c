//! about: one plugin loaded and closed 10,000 times beside threads that load others: neither memory nor files add up
//! slow:
//! alone:
//! host: host.c
//! host-flags: -pthread
//! env: MALLOC_ARENA_MAX=1
//! variant: hosted | hosts: local | host-args: libm.so.6 7 | expect-stdout: *: bound 10000, growth of space 0, mappings 0, files 0
//! variant: owned | hosts: absent | host-args: libm.so.6 7 | expect-stdout: *: bound 10000, growth of space 0, mappings 0, files 0
//! variant: failing | hosts: none | host-args: libm.so.6 7 | expect-stdout: *: bound 0, growth of space 0, mappings 0, files 0
//! variant: refused | hosts: local | manifest: ../common/version-3.toml | host-args: libm.so.6 7 | expect-stdout: *: bound 0, growth of space 0, mappings 0, files 0
//! variant: unexported | hosts: static | host-flags: -Wl,--no-export-dynamic -Wl,--build-id=sha1 | host-args: libm.so.6 7 | expect-stdout: *: bound 10000, growth of space 0, mappings 0, files 0
//! variant: unexported-refused | hosts: static | host-flags: -Wl,--no-export-dynamic -Wl,--build-id=none | host-args: libm.so.6 7 | expect-stdout: *: bound 0, growth of space 0, mappings 0, files 0
//! variant: late | hosts: local | manifest: ../common/never.toml | host-args: libm.so.6 7 late | expect-stdout: *: bound 10000, growth of space 0, mappings 0, files 0
//! variant: late-failing | hosts: absent | manifest: ../common/never.toml | host-args: libm.so.6 7 late | expect-stdout: *: bound 0, growth of space 0, mappings 0, files 0
#include "../common/plugin.c"
