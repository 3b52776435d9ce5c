//! about: the rest of what a story can say, what a trapped function says, and what WEAKRT_DEBUG shows
//! alone:
//! golden:
//! prepare: sh {case}/../common/whole {case}/../common {out}
//! variant: not-there | hosts: none | host-args: plugin ask story call=plugin_run | expect-exit: *: SIGABRT | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: ties | hosts: local static | prepare: sh {case}/../host-says/other {case}/../common {out} | prepare: sh {case}/../host-says/other {case}/../common {out}/weak | host-args: live=1 lib={out}/libother.so live=1 lib={out}/weak/libother.so live=0 plugin ask story | expect-stdout: local: foo: failed absent '' version '' missing '' initialised 0 | expect-stdout: static: foo: hosted '' version '2.3.4' missing '' initialised 1
//! variant: one-live | hosts: local static | prepare: sh {case}/../host-says/other {case}/../common {out} | host-args: lib={out}/libother.so live=1 plugin ask story | expect-out: foo: hosted 'libother.so' version '2.3.4' missing '' initialised 1
//! variant: main-live | hosts: static | runtime-cflags: -DFOO_LIVE=1 | prepare: sh {case}/../host-says/other {case}/../common {out} | host-args: lib={out}/libother.so live=1 plugin ask story | expect-out: foo: hosted '' version '2.3.4' missing '' initialised 1
//! variant: next | hosts: absent | manifest: candidates.toml | libs: {out}/libfoo.so.1 | prepare: sh {case}/../common/whole {case}/../common {out} -Wl,-soname,libgone.so.1 | prepare: sh {case}/libraries {case} {out} | env: LD_LIBRARY_PATH={out}/lib:{libdir} | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +2\nfoo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: stays | hosts: absent | manifest: candidates.toml | libs: {out}/libfoo.so.1 | prepare: sh {case}/../common/whole {case}/../common {out} -Wl,-soname,libgone.so.1 | prepare: sh {case}/libraries {case} {out} -Wl,-z,nodelete | env: LD_LIBRARY_PATH={out}/lib:{libdir} | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +2\nfoo: failed absent '' version '3.1.0' missing '' initialised 0
//! variant: no-companion | hosts: local | manifest: companion.toml | libs: {out}/libcompanion.so -l:libfoo.so.1 | prepare: sh {case}/companions {case} {out} | plugin-cflags: -DCOMPANION | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: static-program | hosts: none | host-flags: -static | host-args: plugin ask story call=plugin_run | expect-exit: *: SIGABRT | expect-out: foo: failed absent '' version '' missing '' initialised 0
//! variant: read-only | hosts: local | host-args: read-only plugin ask story | expect-stdout: *: foo: failed absent '' version '2.3.4' missing '' initialised 0
//! variant: named-by-variable | hosts: absent | env: WEAKRT_LOAD_FOO={out}/libother.so | prepare: sh {case}/../host-says/other {case}/../common {out} | host-args: plugin ask story | expect-stdout: *: foo: owned 'libother.so' version '2.3.4' missing '' initialised 0
//! variant: home | hosts: absent | manifest: home.toml | env: FOO_HOME={out} | libs: {out}/libfoo.so.1 | prepare: sh {case}/../common/whole {case}/../common {out} -Wl,-soname,libgone.so.1 | prepare: sh {case}/../host-says/other {case}/../common {out} | host-args: plugin ask story | expect-stdout: *: foo: owned 'libother.so' version '2.3.4' missing '' initialised 0
//! variant: home-not-set | hosts: absent | manifest: home.toml | libs: {out}/libfoo.so.1 | prepare: sh {case}/../common/whole {case}/../common {out} -Wl,-soname,libgone.so.1 | prepare: sh {case}/../host-says/other {case}/../common {out} | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: home-relative | hosts: absent | manifest: home.toml | env: FOO_HOME=. | libs: {out}/libfoo.so.1 | prepare: sh {case}/../common/whole {case}/../common {out} -Wl,-soname,libgone.so.1 | prepare: sh {case}/../host-says/other {case}/../common {out} | host-args: cd={out} plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: no-library-known | hosts: absent | manifest: inside.toml | libs: -L{out} | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0 | check: "$WEAKRT" inspect "$WEAK" > inspected; grep 'nothing that is known (or what WEAKRT_LOAD_FOO names)' inspected
//! variant: brings-another | hosts: absent | env: WEAKRT_LOAD_FOO={out}/libouter.so | prepare: sh {case}/../host-says/other {case}/../common {out} | prepare: gcc -shared -fPIC {case}/../common/runtime.c -o {out}/libouter.so -Wl,-soname,libouter.so -Wl,--no-as-needed,-rpath,{out} {out}/libother.so | host-args: plugin ask story | expect-stdout: *: foo: owned 'libouter.so' version '2.3.4' missing '' initialised 0
//! variant: wrong-library | hosts: absent | env: WEAKRT_LOAD_FOO=libm.so.6 | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: no-such-library | hosts: absent | env: WEAKRT_LOAD_FOO=/nowhere/libfoo.so.1 | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: relative | hosts: absent | env: WEAKRT_LOAD_FOO=./libfoo.so.1 | host-args: cd={out} modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: relative-folder | hosts: absent | env: WEAKRT_LOAD_FOO=weak/../libfoo.so.1 | host-args: cd={out} plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: variable-dollar | hosts: absent | env: WEAKRT_LOAD_FOO=$x/libfoo.so.1 | prepare: sh -c 'mkdir -p {out}/$1 && ln -sf {out}/libfoo.so.1 {out}/$1/' sh '$x' | host-args: cd={out} modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: variable-empty | hosts: absent | env: WEAKRT_LOAD_FOO= | host-args: plugin ask story | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: variable-never | hosts: absent | manifest: ../common/never.toml | env: WEAKRT_LOAD_FOO={out}/libfoo.so.1 | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: variable-version | hosts: absent | manifest: ../common/version-3.toml | env: WEAKRT_LOAD_FOO={out}/libfoo.so.1 | host-args: modules plugin modules ask story | expect-stdout: *: modules +0\nmodules +1\nfoo: failed absent '' version '2.3.4' missing '' initialised 0
//! variant: debug-help | hosts: local | env: WEAKRT_DEBUG=help | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7
//! variant: debug-typo | hosts: local | env: WEAKRT_DEBUG=chioce | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7
//! variant: debug-choice | hosts: local | env: WEAKRT_DEBUG=choice | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7
//! variant: debug-choice-fails | hosts: none | env: WEAKRT_DEBUG=choice | host-args: plugin ask story | expect-stdout: *: foo: failed absent '' version '' missing '' initialised 0
//! variant: debug-modules | hosts: local | env: WEAKRT_DEBUG=modules | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7
//! variant: debug-bindings | hosts: local | env: WEAKRT_DEBUG=bindings | host-args: plugin call=plugin_run story | expect-stdout: *: plugin_run 7
//! variant: debug-two | hosts: local | env: WEAKRT_DEBUG=modules,bindings | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7
//! variant: debug-all | hosts: local static | env: WEAKRT_DEBUG=all | host-args: plugin call=plugin_run | expect-out: plugin_run 7
//! variant: debug-later | hosts: absent | manifest: ../common/never.toml | env: WEAKRT_DEBUG=choice | host-args: plugin lib=libfoo.so.1 bind bind | expect-stdout: *: bind done\nbind done
//! variant: debug-output | hosts: local | env: WEAKRT_DEBUG=choice WEAKRT_DEBUG_OUTPUT={out}/debug | prepare: sh -c 'echo what was there > {out}/debug' | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7 | check: test "$(head -n1 debug)" = 'what was there' && grep -q 'chosen, the only one' debug && grep -q 'foo for .*/weak/plugin.so' debug
//! variant: debug-output-unwritable | hosts: local | env: WEAKRT_DEBUG=choice WEAKRT_DEBUG_OUTPUT=/nowhere/debug | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7
//! variant: debug-output-alone | hosts: local | env: WEAKRT_DEBUG_OUTPUT={out}/debug | host-args: plugin call=plugin_run | expect-stdout: *: plugin_run 7 | check: ! test -e debug
#include "../common/plugin.c"

#ifdef COMPANION
int companion_value(void);

int plugin_companion(void) {
  return companion_value();
}
#endif
