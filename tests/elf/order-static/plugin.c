//! about: order where the host has the runtime inside (linked hard, a second copy would join in), and where the runtime has exit handlers (the plugin's destructors run before those, in a hard plugin after)
//! alone:
//! plugin: ../order/plugin.c ../order/plugin_other.c
//! runtime: ../order/runtime.c
//! variant: exit | everywhere: | hosts: static | expect-stdout: *: runtime: constructor\nother: constructor 0\nplugin: constructor 101\nother: constructor 102\nplugin: constructor\nother: constructor\nplugin: run\nplugin: atexit\nother: destructor\nplugin: destructor\nplugin: destructor 101\nother: destructor 0\nruntime: destructor
//! variant: dlclose | hosts: static | host-args: dlclose | expect-stdout: *: runtime: constructor\nother: constructor 0\nplugin: constructor 101\nother: constructor 102\nplugin: constructor\nother: constructor\nplugin: run\nother: destructor\nplugin: destructor\nplugin: atexit\nplugin: destructor 101\nother: destructor 0\nclosed\nruntime: destructor
//! variant: runtime-atexit | hosts: static local global absent | runtime-cflags: -DRUNTIME_ATEXIT | expect-stdout: *: runtime: constructor\nother: constructor 0\nplugin: constructor 101\nother: constructor 102\nplugin: constructor\nother: constructor\nplugin: run\nplugin: atexit\nother: destructor\nplugin: destructor\nplugin: destructor 101\nother: destructor 0\nruntime: atexit\nruntime: destructor
