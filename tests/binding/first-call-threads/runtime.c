#include "../common/runtime.c"

#include <unistd.h>

// Long enough for others to come meanwhile.
__attribute__((constructor)) static void start(void) {
  usleep(20000);
}
