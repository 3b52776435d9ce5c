//! about: two plugins in a host without the runtime: the first owns it, the second finds it hosted, alive or not
//! alone:
//! hosts: absent
//! after: cp {plugin} {plugin}.second
//! variant: first-starts-it | host-args: plugin ask call=plugin_live plugin={plugin}.second ask | expect-stdout: *: foo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_live 1\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 1
//! variant: second-starts-it | host-args: plugin plugin={plugin}.second ask call=plugin_live ask plugin ask | expect-stdout: *: foo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_live 1\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 1\nfoo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 1
//! variant: first-leaves | host-args: plugin call=plugin_live close-plugin plugin={plugin}.second ask call=plugin_run | expect-stdout: *: plugin_live 1\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 1\nplugin_run 7
//! variant: other-table | prepare: sh {case}/other-plugin {case} {libdir} {out} {weakrt} | host-args: plugin plugin={out}/other.so ask ask=bar plugin ask call=plugin_run | expect-stdout: *: foo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nbar: failed absent '' version '' missing '' initialised 0\nfoo: owned 'libfoo.so.1' version '2.3.4' missing '' initialised 0\nplugin_run 7
#include "../common/plugin.c"

int plugin_live(void) {
  foo_set_live(1);
  return foo_is_live();
}
