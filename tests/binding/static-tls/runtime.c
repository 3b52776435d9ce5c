#include "../common/runtime.c"

__thread int foo_per_thread = 3;
