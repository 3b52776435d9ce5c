//! about: a runtime inside the executable that is not exported: bound through .symtab where the file has it and is what runs
//! alone:
//! hosts: static
//! host-flags: -Wl,--no-export-dynamic -Wl,--build-id=sha1
//! variant: pie | golden: | host-args: modules plugin modules story ask call=plugin_run call=plugin_data | expect-stdout: *: modules +0\nmodules +1\nfoo: hosted '' version '2.3.4' missing '' initialised 0\nplugin_run 7\nplugin_data 42
//! variant: nonpie | prepare: sh {case}/hosts {case} {out} -no-pie | run: {out}/host none {plugin} plugin ask call=plugin_run call=plugin_data | expect-stdout: *: foo: hosted '' version '2.3.4' missing '' initialised 0\nplugin_run 7\nplugin_data 42
//! variant: found-late | manifest: ../common/never.toml | host-args: plugin provide-main ask call=plugin_run | expect-stdout: *: provide failed\nfoo: hosted '' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: beside-a-live-one | host-args: lib=libfoo.so.1 live=1 plugin ask same call=plugin_run | expect-stdout: *: foo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 1\nsame 1\nplugin_run 7
//! variant: live-beside-one | prepare: sh {case}/hosts {case} {out} -DFOO_LIVE=1 | run: {out}/host none {plugin} lib=libfoo.so.1 plugin ask call=plugin_run | expect-stdout: *: foo: hosted '' version '2.3.4' missing '' initialised 1\nplugin_run 7
//! variant: none-live | golden: | host-args: lib=libfoo.so.1 plugin story ask | expect-stdout: *: foo: hosted '' version '2.3.4' missing '' initialised 0
//! variant: stripped | host-flags: -s | golden: | host-args: plugin story ask | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: stripped-never | host-flags: -s | manifest: ../common/never.toml | golden: | host-args: plugin story ask | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: no-build-id | host-flags: -Wl,--build-id=none | golden: | host-args: modules plugin modules story ask call=plugin_run | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0 | expect-exit: *: SIGABRT
//! variant: replaced | golden: | prepare: sh {case}/hosts {case} {out} -DFOO_LIVE=1 | run: {host} none {plugin} replace={out}/host modules plugin modules story ask call=plugin_run | expect-stdout: *: modules +0\nmodules +1\nfoo: hosted '' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: another-file | golden: | prepare: objcopy --add-symbol foo_identify=0x1000,function,global --add-symbol foo_add=0x1000,function,global /lib64/ld-linux-x86-64.so.2 {out}/ld.so | run: {out}/ld.so {host} none {plugin} modules plugin modules story ask call=plugin_run | expect-exit: *: SIGABRT | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: removed | golden: | run: {host} none {plugin} replace= plugin story ask call=plugin_run | expect-stdout: *: foo: hosted '' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: through-the-loader | golden: | run: /lib64/ld-linux-x86-64.so.2 {host} none {plugin} plugin story ask | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: local-namesakes | host: locals.c | hosts: absent | host-args: plugin | expect-stdout: *: 'libfoo.so.1' 7
//! variant: version | manifest: ../common/version-3.toml | golden: | host-args: modules plugin modules story ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '2.3.4' missing '' initialised 0
//! variant: missing | libs: {out}/libfoo.so.1 | prepare: sh {case}/../common/whole {case}/../common {out} | runtime-cflags: -DWITHOUT_SOME | host-args: plugin ask | expect-stdout: *: foo: failed absent '' version '2.3.4' missing 'foo_count, foo_twice, foo_array' initialised 0
// another-file: what /proc/self/exe names is a loader whose file has the names too, and not the program.
#include "../common/plugin.c"
