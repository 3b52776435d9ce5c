// What this runtime keeps for each thread (../thread-locals/runtime.c).
#pragma once

struct foo_context {
  const char *name;
  long depth;
};

extern __thread int foo_state;
extern __thread int foo_zero;
extern __thread short foo_table[8];
extern __thread struct foo_context foo_context;
/// As the runtime itself sees them.
const void *foo_where_state(void);
const void *foo_where_zero(void);
const void *foo_where_table(void);
const void *foo_where_context(void);
