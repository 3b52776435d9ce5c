#pragma once
#include "foo.h"
#include "trace.h"

#ifdef __cplusplus
extern "C"
#endif
    int
    foo_ready(void);

// Bound (a slot in data and a call), and the runtime is initialised?
#define CHECKED(name)                                                                                        \
  trace(foo_ready() && foo_add(1, 2) == 3 && foo_data == 42 ? name : name ": TOO EARLY OR LATE")
