//! about: a plugin that reads weakrt_plugin_1 reads its own, whatever other plugins are in the process
//! everywhere:
//! alone:
//! host: host.c
//! hosts: local
//! after: cp {plugin} {out}/second.so
//! host-args: {out}/second.so
//! expect-stdout: *: own 1\nown 1
#define _GNU_SOURCE
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <weakrt/weakrt.h>

static int here;

int plugin_run(void) {
  Dl_info table, code;
  dladdr(&weakrt_plugin_1, &table);
  dladdr(&here, &code);
  printf("own %d\n", table.dli_fbase == code.dli_fbase);
  return foo_add(3, 4);
}
