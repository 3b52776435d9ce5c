//! about: bind = "call": nothing is loaded with the plugin, and the first call of a function binds everything
//! alone:
//! manifest: call.toml
//! variant: absent | hosts: absent | host-args: modules plugin ask modules call=plugin_run modules ask call=plugin_data call=plugin_run | expect-stdout: *: modules +0\nfoo: absent '' version '' missing '' initialised 0\nmodules +1\nplugin_run 7\nmodules +1\nfoo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_data 42\nplugin_run 7
//! variant: loaded-between | hosts: absent | host-args: plugin lib=libfoo.so.1 ask call=plugin_run ask same close-lib call=plugin_run | expect-stdout: *: foo: absent '' version '' missing '' initialised 0\nplugin_run 7\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nsame 1\nplugin_run 7
//! variant: there-at-load | hosts: static linked local global | host-args: plugin call=plugin_ownership call=plugin_data call=plugin_optional call=plugin_same_function call=plugin_run | expect-stdout: *: plugin_ownership 1\nplugin_data 42\nplugin_optional -1\nplugin_same_function 1\nplugin_run 7
//! variant: bound-by-name | hosts: absent | host-args: plugin bind ask call=plugin_data bind call=plugin_run | expect-stdout: *: bind done\nfoo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_data 42\nbind done\nplugin_run 7
//! variant: by-another-function | hosts: absent | host-args: plugin call=plugin_twice call=plugin_count call=plugin_element call=plugin_count | expect-stdout: *: plugin_twice 8\nplugin_count 1\nplugin_element 30\nplugin_count 2
//! variant: none | hosts: none | golden: | host-args: plugin ask call=plugin_run | expect-exit: *: SIGABRT | expect-stdout: *: foo: absent '' version '' missing '' initialised 0
//! variant: none-then-there | hosts: absent | env: WEAKRT_LOAD_FOO=/nowhere/libfoo.so | host-args: plugin bind ask lib=libfoo.so.1 call=plugin_run | expect-stdout: *: bind failed\nfoo: failed absent '' version '' missing '' initialised 0\nplugin_run 7
//! variant: unfit-at-load | hosts: local | runtime-cflags: -DFOO_VERSION='"4.0"' | host-args: plugin ask call=plugin_optional | expect-stdout: *: foo: failed absent '' version '4.0.0' missing '' initialised 0\nplugin_optional -1
//! variant: never-loads | hosts: absent | manifest: never.toml | host-args: plugin ask lib=libfoo.so.1 call=plugin_run | expect-stdout: *: foo: absent '' version '' missing '' initialised 0\nplugin_run 7
//! variant: never-loads-none | hosts: absent | manifest: never.toml | golden: | host-args: plugin call=plugin_run | expect-exit: *: SIGABRT
//! variant: data-before | hosts: absent | host-args: plugin fault=plugin_data fault=plugin_before fault=plugin_element call=plugin_optional
//! variant: kept-address | hosts: absent | host-args: plugin call=plugin_keep call=plugin_kept call=plugin_kept call=plugin_run call=plugin_kept | expect-stdout: *: plugin_keep 1\nplugin_kept 11\nplugin_kept 11\nplugin_run 7\nplugin_kept 11
//! variant: unloaded | hosts: absent | host-args: plugin close-plugin modules plugin call=plugin_run close-plugin modules plugin call=plugin_run | expect-stdout: *: modules +0\nplugin_run 7\nmodules +1\nplugin_run 7
//! variant: watched | hosts: absent | host-cflags: -DHOST_TABLE | host-flags: -rdynamic | host-args: plugin watch call=plugin_run | expect-stdout: *: host is asked for foo\nhost is told by one of 1: foo: absent '' version '' missing '' initialised 0\nhost is asked for foo\nplugin is told: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nhost is told by one of 1: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: given-by-host | hosts: absent | host-cflags: -DHOST_TABLE | host-flags: -rdynamic | host-args: plugin lib=libfoo.so.1 gives=library call=plugin_run same | expect-stdout: *: host is asked for foo\nhost is told by one of 1: foo: absent '' version '' missing '' initialised 0\nhost is asked for foo\nhost is told by one of 1: foo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_run 7\nsame 1
//! variant: debug | hosts: absent | golden: | env: WEAKRT_DEBUG=choice | host-args: plugin call=plugin_run
//! variant: read-only | hosts: absent | golden: | host-args: plugin read-only call=plugin_run | expect-exit: *: SIGABRT
#include "../common/plugin.c"

// A function whose address somebody took before it was bound.
static int (*volatile kept)(int, int);

int plugin_keep(void) {
  kept = foo_add;
  return kept != 0;
}
int plugin_kept(void) {
  return kept(5, 6);
}
// Where the runtime is there when the plugin is loaded, all is as if nothing were put off.
int plugin_same_function(void) {
  return foo_add == foo_where_add();
}
