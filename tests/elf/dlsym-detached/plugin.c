//! about: dlsym through the plugin no longer finds what the plugin borrows: a documented limit; its own it finds
//! hosts: local absent
//! differs: *: foo_add 1 -> foo_add 0
#include "../common/plugin.c"
