#include "../common/runtime.c"
