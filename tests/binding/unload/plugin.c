//! about: the host lets go of the provider while plugins are bound; plugins let go of a hosted one, and of what failed
//! alone:
//! variant: provider-closed | hosts: local global | host-args: modules plugin close-lib modules call=plugin_run close-plugin modules | expect-stdout: *: modules +0\nmodules +1\nplugin_run 7\nmodules -2
//! variant: provider-closed-two-plugins | hosts: local | after: cp {plugin} {plugin}.second | host-args: modules plugin plugin={plugin}.second close-lib modules close-plugin modules plugin call=plugin_run close-plugin close-plugin modules | expect-stdout: *: modules +0\nmodules +2\nmodules -1\nplugin_run 7\nmodules -2
//! variant: provider-closed-companion-less | hosts: local | host-args: plugin close-lib lib=libfoo.so.1 same call=plugin_count close-lib call=plugin_count | expect-stdout: *: same 1\nplugin_count 1\nplugin_count 2
//! variant: owned | hosts: absent | host-args: modules plugin modules close-plugin modules plugin modules ask | expect-stdout: *: modules +0\nmodules +2\nmodules -1\nmodules +1\nfoo: hosted 'libfoo.so.1' version '2.3.4' missing '' initialised 0
//! variant: failed | hosts: none | host-args: modules plugin modules close-plugin modules plugin ask | expect-stdout: *: modules +0\nmodules +1\nmodules -1\nfoo: failed absent '' version '' missing '' initialised 0
//! variant: refused | hosts: local | manifest: ../common/version-3.toml | host-args: modules plugin close-lib modules close-plugin modules | expect-stdout: *: modules +0\nmodules +0\nmodules -1
//! variant: provided | hosts: absent | manifest: ../common/never.toml | host-args: modules plugin lib=libfoo.so.1 provide close-lib modules close-plugin modules | expect-stdout: *: modules +0\nprovide done\nmodules +2\nmodules -2
#include "../common/plugin.c"
