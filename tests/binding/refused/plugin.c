//! about: a runtime that does not fit: nothing is loaded beside it, the plugin loads, all that is wrong is told at once
//! alone:
//! hosts: local static
//! prepare: sh {case}/../common/whole {case}/../common {out}
//! libs: {out}/libfoo.so.1
//! variant: version | golden: | manifest: ../common/version-3.toml | host-args: modules plugin modules ask story call=plugin_run | expect-exit: *: SIGABRT | expect-stdout: local: modules +0\nmodules +1\nfoo: failed absent '' version '2.3.4' missing '' initialised 0
//! variant: version-unknown | golden: | runtime-cflags: -DFOO_VERSION='"none"' | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: missing | golden: | runtime-cflags: -DWITHOUT_SOME | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '2.3.4' missing 'foo_count, foo_twice, foo_array' initialised 0
//! variant: nothing-half-bound | runtime-cflags: -DWITHOUT_SOME | host-args: plugin call=plugin_run | expect-exit: *: SIGABRT | expect-err: (^|\n)foo for .*plugin\.so:
//! variant: nothing-half-bound-data | runtime-cflags: -DWITHOUT_SOME | host-args: plugin fault=plugin_data | expect-stdout: *: fault in memory that is ---p
//! variant: behind-a-datum | runtime-cflags: -DWITHOUT_SOME | host-args: plugin fault=plugin_element | expect-stdout: *: fault in memory that is ---p
//! variant: before-a-datum | runtime-cflags: -DWITHOUT_SOME | host-args: plugin fault=plugin_before | expect-stdout: *: fault in memory that is ---p
//! variant: nothing-half-bound-late | hosts: absent | manifest: ../common/never.toml | runtime-cflags: -DWITHOUT_SOME | host-args: plugin lib=libfoo.so.1 bind provide ask call=plugin_run | expect-exit: *: SIGABRT | expect-stdout: *: bind failed\nprovide failed\nfoo: failed absent '' version '2.3.4' missing 'foo_count, foo_twice, foo_array' initialised 0
//! variant: nothing-half-bound-late-data | hosts: absent | manifest: ../common/never.toml | runtime-cflags: -DWITHOUT_SOME | host-args: plugin lib=libfoo.so.1 bind fault=plugin_data | expect-stdout: *: bind failed\nfault in memory that is ---p
//! variant: story-is-full | hosts: absent | runtime-cflags: -DWITHOUT_SOME | prepare: sh {case}/../host-says/other {case}/../common {out} | run: sh {case}/deep {host} {plugin} {out} {libdir} | expect-exit: *: SIGABRT | expect-stdout: *: plugin_ownership 0
//! variant: optional | runtime-cflags: -DWITHOUT_SOME | host-args: plugin call=plugin_optional | expect-stdout: *: plugin_optional -1
//! variant: asked-again | golden: | runtime-cflags: -DWITHOUT_SOME | host-args: modules plugin bind modules ask story | expect-stdout: *: modules +0\nbind failed\nmodules +1\nfoo: failed absent '' version '2.3.4' missing 'foo_count, foo_twice, foo_array' initialised 0
//! variant: provider-let-go | hosts: local | runtime-cflags: -DWITHOUT_SOME | host-args: plugin modules close-lib modules | expect-stdout: *: modules +0\nmodules -1
#include "../common/plugin.c"
