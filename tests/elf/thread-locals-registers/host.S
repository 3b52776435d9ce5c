#define CLOBBER
#include "plugin.S"
