#include "../common/runtime.c"

