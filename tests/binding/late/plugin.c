//! about: a plugin that was loaded before its runtime is bound later, by itself or by its host
//! alone:
//! manifest: ../common/never.toml
//! variant: by-host | hosts: absent | golden: | host-args: modules plugin ask story lib=libfoo.so.1 modules bind ask story same call=plugin_run modules | expect-stdout: *: modules +0\nfoo: failed absent '' version '' missing '' initialised 0\nmodules +2\nbind done\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nsame 1\nplugin_run 7\nmodules +0
//! variant: by-plugin | hosts: absent | host-args: plugin lib=libfoo.so.1 call=plugin_bind call=plugin_ownership call=plugin_data | expect-stdout: *: plugin_bind 0\nplugin_ownership 1\nplugin_data 42
//! variant: trap-before | hosts: absent | golden: | host-args: plugin lib=libfoo.so.1 call=plugin_run | expect-exit: *: SIGABRT
//! variant: too-early | hosts: absent | host-args: plugin bind call=plugin_bind lib=libfoo.so.1 bind call=plugin_run | expect-stdout: *: bind failed\nplugin_bind 1\nbind done\nplugin_run 7
//! variant: twice | hosts: absent | host-args: plugin lib=libfoo.so.1 bind call=plugin_count bind call=plugin_bind call=plugin_count | expect-stdout: *: bind done\nplugin_count 1\nbind done\nplugin_bind 0\nplugin_count 2
//! variant: twice-at-load | hosts: local | host-args: plugin bind ask | expect-stdout: *: bind done\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: unknown | hosts: local | host-args: plugin bind=bar bind=fo bind=fooo provide=bar | expect-stdout: *: bind unknown\nbind unknown\nbind unknown\nprovide unknown
//! variant: pinned-from-then | hosts: absent | host-args: plugin lib=libfoo.so.1 bind close-lib call=plugin_run modules close-plugin modules | expect-stdout: *: bind done\nplugin_run 7\nmodules +0\nmodules -2
//! variant: by-constructor | hosts: absent | plugin-cflags: -DBIND_IN_CONSTRUCTOR | host-args: lib=libfoo.so.1 plugin call=plugin_ownership | expect-stdout: *: constructor: bind 0 add 7\nplugin_ownership 1
//! variant: by-constructor-none | hosts: absent | plugin-cflags: -DBIND_IN_CONSTRUCTOR | host-args: plugin ask | expect-stdout: *: constructor: bind 1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: by-constructor-that-loads | hosts: absent | plugin-cflags: -DBIND_IN_CONSTRUCTOR -DLOAD_IN_CONSTRUCTOR | host-args: plugin ask call=plugin_run | expect-stdout: *: constructor: bind 0 add 7\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_run 7
//! variant: watched | hosts: absent | host-args: plugin watch bind lib=libfoo.so.1 bind bind | expect-stdout: *: plugin is told: foo: failed absent '' version '' missing '' initialised 0\nbind failed\nplugin is told: foo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nbind done\nbind done
#include "../common/plugin.c"

#ifdef BIND_IN_CONSTRUCTOR
#include <dlfcn.h>
#include <stdio.h>

__attribute__((constructor)) static void start(void) {
#ifdef LOAD_IN_CONSTRUCTOR
  dlopen("libfoo.so.1", RTLD_NOW);
#endif
  int result = weakrt_bind("foo");
  printf("constructor: bind %d", result);
  if (result == WEAKRT_DONE)
    printf(" add %d", foo_add(3, 4));
  puts("");
}
#endif
