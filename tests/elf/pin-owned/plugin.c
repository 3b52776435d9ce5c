//! about: an owned provider stays when its plugin goes, and the next plugin finds it there, hosted
//! host: host.c
//! hosts: absent
//! alone:
//! expect-stdout: *: owned 7\nmapped\nhosted 7\nmapped
#include "foo.h"

int plugin_run(void) {
  return foo_add(3, 4);
}
