#pragma once
#include "foo.h"

int foo_protected(void);
extern int foo_protected_data;
int foo_weak(void);
extern int foo_weak_data;
extern int foo_common;
extern const char *const foo_relocated[2];
extern int foo_untyped, foo_alias;
/// As the runtime itself sees them, in this order.
const void *foo_where(int what);
