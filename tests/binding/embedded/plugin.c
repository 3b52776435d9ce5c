//! about: the runtime is inside a shared library of another name, with symbols of its own
//! alone:
//! prepare: gcc -shared -fPIC {case}/engine/engine.c {case}/../common/runtime.c -o {out}/libengine.so.4 -Wl,-soname,libengine.so.4
//! hosts: absent
//! variant: local | host-args: modules lib={out}/libengine.so.4 plugin modules ask same call=plugin_run call=plugin_data | expect-stdout: *: modules +0\nmodules +2\nfoo: hosted 'libengine.so.4' version '2.3.4' missing '' initialised 1\nsame 1\nplugin_run 7\nplugin_data 42
//! variant: global | host-args: modules glib={out}/libengine.so.4 plugin modules ask same call=plugin_run call=plugin_data | expect-stdout: *: modules +0\nmodules +2\nfoo: hosted 'libengine.so.4' version '2.3.4' missing '' initialised 1\nsame 1\nplugin_run 7\nplugin_data 42
//! variant: needed-by-the-program | host-flags: -Wl,--no-as-needed {out}/libengine.so.4 -Wl,-rpath,{out} | host-args: modules plugin modules ask call=plugin_run main-same | expect-stdout: *: modules +0\nmodules +1\nfoo: hosted 'libengine.so.4' version '2.3.4' missing '' initialised 1\nplugin_run 7\nsame 1
#include "../common/plugin.c"
