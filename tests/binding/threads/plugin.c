//! about: 64 plugins loaded by 64 threads at once, half of them with one library to load and half with another: one provider
//! slow:
//! alone:
//! host: host.c
//! host-flags: -pthread
//! hosts: none
//! manifest: {out}/one.toml
//! libs: {out}/nowhere.so
//! prepare: sh {case}/libraries {case} {out} {weakrt}
//! host-args: {out}/two-plugin.so {out}
//! variant: at-load | expect-stdout: *: one provider in 20 of 20
//! variant: late | host-args: late | expect-stdout: *: one provider in 20 of 20
#include "../common/plugin.c"
