//! about: a runtime that does not fit: nothing is loaded beside it, the plugin loads, all that is wrong is told at once
//! alone:
//! golden:
//! hosts: local static
//! variant: version | manifest: ../common/version-3.toml | host-args: modules plugin modules ask story call=plugin_run | expect-exit: *: SIGABRT | expect-stdout: local: modules +0\nmodules +1\nfoo: failed absent '' version '2.3.4' missing '' initialised 0
//! variant: version-unknown | runtime-cflags: -DFOO_VERSION='"none"' | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! prepare: sh {case}/whole {case} {out}
#include "../common/plugin.c"
