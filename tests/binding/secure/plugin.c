//! about: overrides are ignored in secure execution; nothing is loaded from the current directory, or from beside the plugin unasked
//! alone:
//! hosts: none
//! prepare: sh {case}/places {case} {libdir} {out}
//! variant: beside-the-plugin | prepare: cp {out}/hostile/libfoo.so.1 {out}/weak/ | host-args: modules cd={out}/weak plugin modules ask story | golden: | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: beside-the-good-one | hosts: absent | prepare: cp {out}/hostile/libfoo.so.1 {out}/weak/ | host-args: cd={out}/hostile plugin ask call=plugin_run | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: path-before | hosts: absent | env: LD_LIBRARY_PATH=:/nowhere | host-args: modules cd={out}/hostile plugin modules ask story | golden: | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: path-after | hosts: absent | env: LD_LIBRARY_PATH=/nowhere: | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: path-between | hosts: absent | env: LD_LIBRARY_PATH=/nowhere::/nowhere | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: path-dot | hosts: absent | env: LD_LIBRARY_PATH=. | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: path-named | hosts: absent | env: LD_LIBRARY_PATH=/nowhere:hostile | host-args: cd={out} plugin ask | expect-stdout: *: hostile code runs\nfoo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: path-semicolon | hosts: absent | env: LD_LIBRARY_PATH=/nowhere;. | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: runpath-dot | plugin-flags: -Wl,-rpath,. | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: rpath-dot | plugin-flags: -Wl,-rpath,.,--disable-new-dtags | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: runpath-empty | plugin-flags: -Wl,-rpath,/nowhere: | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: program-rpath-dot | host-flags: -Wl,-rpath,.,--disable-new-dtags | host-args: modules cd={out}/hostile plugin modules ask | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: path-absolute | hosts: absent | env: LD_LIBRARY_PATH={out}/friendly | host-args: cd={out}/friendly plugin ask call=plugin_run | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: runpath-origin | plugin-flags: -Wl,-rpath,$ORIGIN/../friendly | host-args: plugin ask | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: named-absolute | libs: {out}/unnamed.so | manifest: {out}/absolute.toml | host-args: plugin ask | expect-stdout: *: foo: owned 'libfriend.so' version '2.3.4' missing '' initialised 0
//! variant: named-origin | libs: {out}/unnamed.so | manifest: origin.toml | host-args: plugin ask | expect-stdout: *: foo: owned 'libfriend.so' version '2.3.4' missing '' initialised 0
//! variant: set-user-id | manifest: home.toml | requires: root setpriv | prepare: true | check: sh "$CASE/set-user-id" "$CASE" "$WEAK" "$CC"
#include "../common/plugin.c"
